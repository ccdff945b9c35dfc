"""Counts what a call takes, and holds the money for it while it runs."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from app import guard
from app.llm.conversation import Done
from app.llm.costs import Usage, cost_usd, estimated, most_usd
from app.llm.endpoints import Endpoint, ModelSettings
from app.llm.faults import LLMFault


def ignore(done: Done) -> None:
    """Stand for whoever wants to know what a call took."""


@dataclass
class Meter:
    """What one call took so far: as the endpoint reports it, or else as its bytes suggest."""

    spending: "guard.Spending"
    endpoint: Endpoint
    settings: ModelSettings
    sent: int  # bytes
    unseen: int  # tokens that it may have written before it shows anything
    settled: Callable[[Done], None]
    reported: Usage | None = None
    begun: bool = False
    written: int = 0  # bytes

    def add(self, piece: object) -> None:
        """Count a piece of the reply; an empty one shows that the call is being answered."""
        self.begun = True
        if isinstance(piece, Usage):
            self.reported = piece
        elif piece and isinstance(piece, str):
            if not self.written:
                self.spending.first_token()
            self.written += len(piece.encode())

    @property
    def usage(self) -> Usage:
        if self.reported:
            return self.reported
        guess = estimated(self.sent, self.written)
        return guess if self.begun else Usage(guess.input_tokens, self.unseen)

    @property
    def done(self) -> Done:
        cost = cost_usd(self.endpoint, self.usage, self.settings)
        return Done(self.usage.tokens, cost, self.reported is None, self.endpoint.model)

    def settle(self) -> None:
        self.spending.used(self.usage, self.done.cost_usd or 0.0, self.done.estimated)
        self.settled(self.done)


@asynccontextmanager
async def metered(
    endpoint: Endpoint,
    settings: ModelSettings,
    visitor: str,
    sent: int,
    most_tokens: int,
    unseen: int = 0,
    settled: Callable[[Done], None] = ignore,
) -> AsyncIterator[Meter]:
    """Set the most a call can cost aside, and on leaving put what it took in its place; a crash leaves it all.

    An error that comes instead of a reply costs nothing; what is stopped, cut or timed out is estimated. `settled`
    is told of every call that took something.
    """
    most = most_usd(endpoint, sent, most_tokens, settings)
    async with guard.spending(visitor, endpoint.model, endpoint.provider, most) as spending:
        meter = Meter(spending, endpoint, settings, sent, unseen, settled)
        try:
            yield meter
        except LLMFault as fault:
            spending.failed(fault.code)
            if meter.begun or fault.code == "timeout":
                meter.settle()
            raise
        except (asyncio.CancelledError, GeneratorExit):
            meter.settle()
            raise
        meter.settle()
