"""What a call to a model may cost."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from app.llm.faults import LLMFault

if TYPE_CHECKING:
    from app.llm.costs import Usage


class CapFault(LLMFault):
    """The call may not be made."""


class Spending:
    """A call on its way; whoever makes it says here what came of it."""

    def __init__(self) -> None:
        self.fault: str | None = None
        self.usage: Usage | None = None
        self.cost_usd = 0.0
        self.estimated = False

    def used(self, usage: "Usage", cost_usd: float, estimated: bool) -> None:
        self.usage, self.cost_usd, self.estimated = usage, cost_usd, estimated

    def failed(self, fault_code: str) -> None:
        self.fault = fault_code


@asynccontextmanager
async def spending(visitor: str, model: str, provider: str, most_usd: float | None) -> AsyncIterator[Spending]:
    """Let a call through whose price is known."""
    if most_usd is None:
        raise CapFault("no_price")
    yield Spending()
