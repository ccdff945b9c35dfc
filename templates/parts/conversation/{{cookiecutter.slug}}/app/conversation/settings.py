"""How long what is kept of visitors is kept."""

from pydantic import Field

from app.settings import EnvSettings


class ConversationSettings(EnvSettings):
    """What becomes of it in time."""

    retention_days: int = Field(
        0, ge=0, description="days after which what a visitor said, or added, is deleted; 0 keeps it all"
    )
