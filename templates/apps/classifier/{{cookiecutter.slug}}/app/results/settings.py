"""For how long what was labelled is kept."""

from pydantic import Field

from app.settings import EnvSettings


class KeepSettings(EnvSettings):
    """What becomes of texts once they are labelled."""

    classify_keep_days: int = Field(
        365, ge=0, description="days for which texts and their labels are kept for review; 0 keeps none"
    )
