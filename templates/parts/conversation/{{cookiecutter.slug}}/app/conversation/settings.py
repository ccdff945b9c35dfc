"""How long conversations are kept."""

from pydantic import Field

from app.settings import EnvSettings


class ConversationSettings(EnvSettings):
    """What becomes of conversations in time."""

    retention_days: int = Field(0, ge=0, description="days after which a conversation is deleted; 0 keeps them all")
