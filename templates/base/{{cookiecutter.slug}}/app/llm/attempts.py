"""How a model is asked: within the time limits, again where a fault may pass, another one where it stays."""

import asyncio
import random
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, TypeVar

from app.llm.client import calling
from app.llm.endpoints import Endpoint, ModelSettings
from app.llm.faults import LLMFault
from app.llm.meter import Meter

if TYPE_CHECKING:
    import openai

PASSING = frozenset({"rate_limit", "server_error"})  # faults worth asking again for
STAYING = PASSING | {"timeout", "no_model"}  # faults that another model may not have

T = TypeVar("T")
Ask = Callable[["openai.AsyncOpenAI"], AsyncGenerator[T, None]]


def backoff(number: int, settings: ModelSettings) -> float:
    """Return the seconds to wait after try `number`, counted from 0: doubled each time, give or take a quarter."""
    return float(settings.llm_retry_wait * 2**number * random.uniform(0.75, 1.25))  # noqa: S311


async def retried(ask: "Ask[T]", meter: Meter, deadline: float, first: float) -> AsyncGenerator[T, None]:
    """Yield what the endpoint sends; before its first piece a fault that may pass is waited for."""
    endpoint, settings = meter.endpoint, meter.settings
    for number in range(settings.llm_retries + 1):
        begun = False
        try:
            async with calling(endpoint, settings) as sdk:
                async for piece in within(ask(sdk), first, settings.llm_timeout_silence, deadline):
                    begun = begun or bool(piece)
                    yield piece
            return
        except LLMFault as fault:
            wait = max(backoff(number, settings), fault.retry_after or 0)
            # Nobody waits longer for a retry than for a first piece.
            too_late = wait > settings.llm_timeout_first or asyncio.get_running_loop().time() + wait > deadline
            if begun or too_late or fault.code not in PASSING or number == settings.llm_retries:
                raise
            meter.step.happened("retry", fault=fault.code, wait=wait)
        await asyncio.sleep(wait)


async def within(
    pieces: AsyncGenerator[T, None], first: float, silence: float, deadline: float
) -> AsyncGenerator[T, None]:
    """Pass pieces on: the first that is not empty within `first` seconds, no gap longer than `silence` after it.

    The deadline is the loop's time; the reader's own time between the pieces counts towards it and nothing else.
    """
    now = asyncio.get_running_loop().time
    begun, limit = False, min(deadline, now() + first)
    async with aclosing(pieces):
        while True:
            async with asyncio.timeout_at(limit):
                piece = await anext(pieces, None)
            if piece is None:
                return
            begun = begun or bool(piece)
            yield piece
            if begun:
                limit = min(deadline, now() + silence)


async def answered(
    ask: Callable[[Endpoint], AsyncGenerator[T, None]], endpoints: Sequence[Endpoint], language: str
) -> AsyncGenerator[T, None]:
    """Yield what the first endpoint sends; the next is asked where that fails before its first piece."""
    for endpoint in endpoints:
        begun = False
        try:
            async with aclosing(ask(endpoint)) as pieces:
                async for piece in pieces:
                    begun = True
                    yield piece
            return
        except LLMFault as fault:
            if begun or fault.code not in STAYING or endpoint is endpoints[-1]:
                raise LLMFault(fault.code, endpoint.model, language) from None
