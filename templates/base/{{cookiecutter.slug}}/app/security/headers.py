"""What every response carries."""

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import NoDecode
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import EnvSettings, as_words

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {frames}"
)


def as_origins(words: tuple[str, ...]) -> tuple[str, ...]:
    """Check that they are origins, since they become part of a header."""
    for word in words:
        if not re.fullmatch(r"https?://[a-z0-9.-]+(:\d{1,5})?", word, re.IGNORECASE):
            raise ValueError("an origin is https://, a name and nothing after it")
    return words


class EmbedSettings(EnvSettings):
    """Who may show the app inside their pages."""

    embed_origins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(as_words), AfterValidator(as_origins)] = Field(
        (), description="sites that may show the app in a frame, such as https://example.com, with spaces between"
    )


def headers() -> dict[str, str]:
    """Return the headers by name; only the frames are a matter of settings."""
    return {
        "content-security-policy": POLICY.format(frames=" ".join(EmbedSettings().embed_origins) or "'none'"),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        # Browsers may keep a file but must ask whether it changed, so that an edit is seen at once.
        "cache-control": "private, no-cache",
    }


class SecurityHeaders:
    """Adds the headers to every response that did not set its own."""

    def __init__(self, app: ASGIApp, headers: dict[str, str]) -> None:
        self.app = app
        self.headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)
