"""Counts what a call takes, and holds the money for it while it runs."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from app import guard
from app.llm.conversation import Done, Ending, Message
from app.llm.costs import Usage, cost_usd, estimated, most_usd
from app.llm.endpoints import Endpoint, ModelSettings
from app.llm.faults import LLMFault
from app.observing import Fact, Step, observed


def ignore(done: Done) -> None:
    """Stand for whoever wants to know what a call took."""


@dataclass(frozen=True)
class Outgoing:
    """What a call sends, and may bring back."""

    size: int  # bytes
    most_tokens: int  # of the reply
    unseen: int = 0  # tokens that it may have written before it shows anything
    operation: str = "chat"
    is_streamed: bool = False
    messages: tuple[Message, ...] = ()


@dataclass
class Meter:
    """What one call took so far: as the endpoint reports it, or else as its bytes suggest."""

    spending: "guard.Spending"
    endpoint: Endpoint
    settings: ModelSettings
    sent: Outgoing
    step: Step
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
            self.step.said.append(piece)
        elif isinstance(piece, Ending):
            self.step.facts |= {"response_id": piece.id, "response_model": piece.model, "reason": piece.reason}

    @property
    def usage(self) -> Usage:
        if self.reported:
            return self.reported
        guess = estimated(self.sent.size, self.written)
        return guess if self.begun else Usage(guess.input_tokens, self.sent.unseen)

    @property
    def done(self) -> Done:
        cost = cost_usd(self.endpoint, self.usage, self.settings)
        return Done(self.usage.tokens, cost, self.reported is None, self.endpoint.model)

    def settle(self) -> None:
        usage, done = self.usage, self.done
        self.spending.used(usage, done.cost_usd or 0.0, done.estimated)
        self.step.facts |= {**vars(usage), "cost_usd": done.cost_usd or 0.0, "estimated": done.estimated}
        if self.spending.first_token_seconds is not None:
            self.step.facts["first_token_seconds"] = self.spending.first_token_seconds
        self.settled(done)


@asynccontextmanager
async def metered(
    endpoint: Endpoint,
    settings: ModelSettings,
    visitor: str,
    sent: Outgoing,
    settled: Callable[[Done], None] = ignore,
) -> AsyncIterator[Meter]:
    """Set the most a call can cost aside, and on leaving put what it took in its place; a crash leaves it all.

    An error that comes instead of a reply costs nothing; what is stopped, cut or timed out is estimated. `settled`
    is told of every call that took something.
    """
    most = most_usd(endpoint, sent.size, sent.most_tokens, settings)
    with observed("model", **described(endpoint, sent)) as step:
        step.asked = sent.messages
        async with guard.spending(visitor, endpoint.model, endpoint.provider, most) as spending:
            meter = Meter(spending, endpoint, settings, sent, step, settled)
            with settling(meter):
                yield meter


@contextmanager
def settling(meter: Meter) -> Iterator[None]:
    """Enter what came of a call, however it ends."""
    try:
        yield
    except LLMFault as fault:
        meter.spending.failed(fault.code)
        if meter.begun or fault.code == "timeout":
            meter.settle()
        raise
    except (asyncio.CancelledError, GeneratorExit):
        meter.settle()
        raise
    meter.settle()


def described(endpoint: Endpoint, sent: Outgoing) -> dict[str, Fact]:
    """Return what is known of a call before it is made; of the address no more than the host."""
    address = urlsplit(endpoint.base_url)
    return {
        "operation": sent.operation,
        "provider": endpoint.provider,
        "model": endpoint.model,
        "host": address.hostname or "",
        "port": address.port or (443 if address.scheme == "https" else 80),
        **({"most_tokens": sent.most_tokens} if sent.most_tokens else {}),
        **({"stream": True} if sent.is_streamed else {}),
    }
