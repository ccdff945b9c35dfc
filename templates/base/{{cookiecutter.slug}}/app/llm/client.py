"""The SDK's client with every limit explicit, and its errors turned into faults."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable
from typing import TYPE_CHECKING, TypeVar

from app.llm.conversation import Pieces
from app.llm.endpoints import Endpoint, ModelSettings
from app.llm.faults import LLMFault, code_of

if TYPE_CHECKING:
    import openai

RETRIES = 2  # by the SDK, before the first byte of a reply and never after it
NO_KEY = "none"  # the SDK refuses to be built without one

log = logging.getLogger("app")

T = TypeVar("T")


def client(endpoint: Endpoint, settings: ModelSettings) -> "openai.AsyncOpenAI":
    """Build the SDK's client with every limit explicit."""
    import openai

    silence = settings.llm_timeout_silence
    timeout = openai.Timeout(connect=settings.llm_timeout_connect, read=silence, write=silence, pool=silence)
    return openai.AsyncOpenAI(
        api_key=endpoint.key or NO_KEY, base_url=endpoint.base_url, timeout=timeout, max_retries=RETRIES
    )


async def within(seconds: float, pieces: Pieces) -> Pieces:
    """Pass the pieces on until the time is over; the reader's own time between them counts as well."""
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        async with asyncio.timeout_at(deadline):
            piece = await anext(pieces, None)
        if piece is None:
            return
        yield piece


async def events(opening: Awaitable["openai.AsyncStream[T]"]) -> AsyncIterator[T]:
    """Yield a stream's events; a connection lost on the way, or a chunk that is no JSON, is a cut stream."""
    import openai

    async with await opening as opened:
        try:
            async for event in opened:
                yield event
        except openai.APITimeoutError:
            raise
        except (openai.APIConnectionError, json.JSONDecodeError, UnicodeDecodeError):
            raise LLMFault("cut_stream") from None


def named(error: "openai.APIError", endpoint: Endpoint) -> str:
    """Return the code of an error, and leave in the log what its owner needs and no more."""
    status = getattr(error, "status_code", None)
    code = code_of(status, f"{error.code} {error.type} {error.message}")
    log.warning("%s at %s: %s, status %s, %s", endpoint.model, endpoint.provider, code, status, error.code)
    return "no_key" if code == "wrong_key" and not endpoint.key else code
