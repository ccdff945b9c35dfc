"""What the owner decides of masking, and of what is written down."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic_settings import NoDecode

from app.settings import EnvSettings, as_words


class MaskSettings(EnvSettings):
    """Where telephone numbers are looked for that are written without their country."""

    mask_phone_regions: Annotated[tuple[str, ...], NoDecode, BeforeValidator(as_words)] = Field(
        ("VN",), description="countries whose telephone numbers are masked without a + too, such as VN US"
    )


class AuditSettings(EnvSettings):
    """Where what was sent is written down, how much of it, and for how long."""

    audit_folder: Path = Field(
        Path("var/audit"), description="where it is written down what models are sent; relative to the project's folder"
    )
    audit_text: Literal["masked", "hash"] = Field(
        "masked", description="what is kept of the texts: masked as they were sent, or only their hash"
    )
    audit_days: int = Field(90, ge=1, description="days that the audit log is kept")
