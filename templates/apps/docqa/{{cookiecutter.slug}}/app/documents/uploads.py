"""What bounds the files that visitors add."""

from pydantic import Field

from app.rate import Rates
from app.settings import EnvSettings


class UploadSettings(EnvSettings):
    """Room for them, and how many may come."""

    uploads_mb: int = Field(2000, ge=1, description="room for the files of all visitors together, in MB")
    rate_uploads: Rates = Field(
        "600/hour", description="files that may come from one address; such as 600/hour;2000/day"
    )
