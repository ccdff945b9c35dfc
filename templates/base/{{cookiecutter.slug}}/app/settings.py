"""Every environment variable the app reads, typed, with its help text."""

import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.faults import OwnerFault

PROJECT = Path(__file__).resolve().parent.parent


class EnvSettings(BaseSettings):
    """Reads `.env` beside product.toml; the environment wins over it."""

    model_config = SettingsConfigDict(
        env_file=PROJECT / ".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    def __init__(self, **values: Any) -> None:
        """Raise OwnerFault for a wrong value; it is not repeated, since it may be a secret."""
        try:
            super().__init__(**values)
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(map(str, first["loc"])).upper()
            raise OwnerFault(f"The setting {name} is wrong: {first['msg'][:1].lower()}{first['msg'][1:]}") from None


def as_prefix(path: str) -> str:
    """Write a path prefix the one way the app compares it: a slash before, none after."""
    if not re.fullmatch(r"[\w.~/-]*", path, re.ASCII):
        raise ValueError("a path has letters, digits and - . _ ~ between its slashes")
    return f"/{path.strip('/')}".rstrip("/")


def as_words(text: str | tuple[str, ...]) -> tuple[str, ...]:
    """Take a list apart at its spaces or commas."""
    return tuple(text.replace(",", " ").split()) if isinstance(text, str) else text


class ServerSettings(EnvSettings):
    """Where the app listens."""

    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8000, description="port to listen on", ge=0, le=65535)
    root_path: Annotated[str, AfterValidator(as_prefix)] = Field(
        "", description="path prefix when a proxy serves the app below one"
    )


class StoreSettings(EnvSettings):
    """Where the app keeps what must survive it."""

    database_url: SecretStr = Field(
        SecretStr("sqlite:///var/app.db"),
        description="the database's address; a relative SQLite path starts at the project's folder",
    )

    @property
    def is_shared(self) -> bool:
        """Tell whether it is a server that the app's processes share, on several machines even."""
        return not self.database_url.get_secret_value().startswith("sqlite")


def server() -> ServerSettings:
    """Read the settings anew, so that nothing outlives a change of the environment."""
    return ServerSettings()
