"""What the price of a user and month is reckoned from."""

from pydantic import Field

from app.settings import EnvSettings


class PitchSettings(EnvSettings):
    """How much a user asks, and the tokens of a call until the store has counted some."""

    pitch_messages: float = Field(10, gt=0, description="messages that one user sends in a day, for the pitch's price")
    pitch_tokens_in: int = Field(1500, ge=0, description="tokens that a call reads, until calls were counted")
    pitch_tokens_out: int = Field(300, ge=0, description="tokens that a call writes, until calls were counted")
