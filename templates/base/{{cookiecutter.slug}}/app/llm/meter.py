"""Counts what a call takes, and holds the money for it while it runs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app import guard
from app.llm.costs import Usage, cost_usd, estimated, most_usd
from app.llm.endpoints import Endpoint, ModelSettings
from app.llm.faults import LLMFault


class Meter:
    """What one call took so far: as the endpoint reports it, or else as its bytes suggest."""

    def __init__(self, endpoint: Endpoint, settings: ModelSettings, sent: int, unseen: int) -> None:
        """Take the bytes that are sent, and the tokens that a call may have cost before it shows anything."""
        self.reported: Usage | None = None
        self.begun = False
        self.written = 0  # bytes
        self._endpoint, self._settings = endpoint, settings
        self._sent, self._unseen = sent, unseen

    def add(self, piece: object) -> None:
        """Count a piece of the reply; an empty one shows that the call is being answered."""
        self.begun = True
        if isinstance(piece, Usage):
            self.reported = piece
        elif isinstance(piece, str):
            self.written += len(piece.encode())

    @property
    def usage(self) -> Usage:
        if self.reported:
            return self.reported
        guess = estimated(self._sent, self.written)
        return guess if self.begun else Usage(guess.input_tokens, self._unseen)

    @property
    def cost_usd(self) -> float | None:
        return cost_usd(self._endpoint, self.usage, self._settings)

    def settle(self, spending: "guard.Spending") -> None:
        spending.used(self.usage, self.cost_usd or 0.0, estimated=self.reported is None)


@asynccontextmanager
async def metered(
    endpoint: Endpoint, settings: ModelSettings, visitor: str, sent: int, most_tokens: int, unseen: int = 0
) -> AsyncIterator[Meter]:
    """Set the most a call can cost aside, and on leaving put what it took in its place; a crash leaves it all.

    An error that comes instead of a reply costs nothing; what is stopped, cut or timed out is estimated.
    """
    most = most_usd(endpoint, sent, most_tokens, settings)
    async with guard.spending(visitor, endpoint.model, endpoint.provider, most) as spending:
        meter = Meter(endpoint, settings, sent, unseen)
        try:
            yield meter
        except LLMFault as fault:
            spending.failed(fault.code)
            if meter.begun or fault.code == "timeout":
                meter.settle(spending)
            raise
        except (asyncio.CancelledError, GeneratorExit):
            meter.settle(spending)
            raise
        meter.settle(spending)
