"""Every environment variable the app reads, typed, with its help text."""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent


class EnvSettings(BaseSettings):
    """Reads `.env` beside product.toml; the environment wins over it."""

    model_config = SettingsConfigDict(
        env_file=PROJECT / ".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )


def as_prefix(path: str) -> str:
    """Write a path prefix the one way the app compares it: a slash before, none after."""
    return f"/{path.strip('/')}".rstrip("/")


class ServerSettings(EnvSettings):
    """Where the app listens."""

    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8000, description="port to listen on", ge=0, le=65535)
    root_path: Annotated[str, AfterValidator(as_prefix)] = Field(
        "", description="path prefix when a proxy serves the app below one"
    )


@cache
def server() -> ServerSettings:
    return ServerSettings()
