"""The caps on spending: no call to a model without money set aside for it, whatever fails."""

import asyncio
import logging
import math
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from pydantic import Field

from app.faults import OwnerFault
from app.llm.faults import LLMFault
from app.settings import EnvSettings

if TYPE_CHECKING:
    from app import usage as records
    from app.llm.costs import Usage

NANO = 1_000_000_000  # a token of the cheapest models costs some ten nano-dollars

log = logging.getLogger("app")


class CapSettings(EnvSettings):
    """What may be spent in a day, and where the day begins."""

    cap_app_usd: Decimal = Field(
        Decimal("2.00"), ge=0, description="USD that all calls to models may cost in a day; 0 allows only free ones"
    )
    cap_visitor_usd: Decimal = Field(
        Decimal("0.50"), ge=0, description="USD that one visitor's calls may cost in a day"
    )
    cap_address_usd: Decimal = Field(
        Decimal("1.00"), ge=0, description="USD that all visitors from one address may cost in a day"
    )
    cap_timezone: ZoneInfo = Field(
        ZoneInfo("UTC"), description="time zone in which a day begins, such as Asia/Ho_Chi_Minh"
    )

    def today(self) -> date:
        return datetime.now(self.cap_timezone).date()


class CapFault(LLMFault):
    """The call may not be made: cap_app, cap_visitor, cap_address, no_price or store_failed."""


class Spending:
    """A call on its way; whoever makes it says here what came of it."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.fault: str | None = None
        self.usage: Usage | None = None
        self.cost_usd = 0.0
        self.estimated = False
        self.first_token_seconds: float | None = None
        self._begun = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._begun

    def first_token(self) -> None:
        """Note the moment of the reply's first piece."""
        self.first_token_seconds = self.seconds

    def used(self, usage: "Usage", cost_usd: float, estimated: bool) -> None:
        """Say what the call took; of a failed one as well, where it took something."""
        self.usage, self.cost_usd, self.estimated = usage, cost_usd, estimated

    def failed(self, fault_code: str) -> None:
        """Say why there is no whole reply."""
        self.fault = fault_code


class Purse(Protocol):
    """Holds money that was set aside for many calls at once."""

    def spending(self, model: str, provider: str, most_usd: float | None) -> AbstractAsyncContextManager[Spending]:
        """Take the most that a call can cost out of it, as `spending` does out of the day's caps."""


purse: ContextVar[Purse | None] = ContextVar("purse", default=None)  # that pays for the calls of a run


@asynccontextmanager
async def spending(visitor: str, model: str, provider: str, most_usd: float | None) -> AsyncIterator[Spending]:
    """Set aside the most that a call can cost, and on leaving put what it did cost in its place.

    Raises CapFault where a cap, a missing price or the store forbids the call. Where nobody said what came
    of the call, all that was set aside stays counted.
    """
    if held := purse.get():
        async with held.spending(model, provider, most_usd) as call:
            yield call
        return
    call = Spending(await reserved(visitor, model, provider, most_usd))
    try:
        yield call
    finally:
        if call.usage or call.fault:
            await asyncio.shield(asyncio.to_thread(settle, call))


async def reserved(visitor: str, model: str, provider: str, most_usd: float | None) -> int:
    """Return the call's number; where the caller is cancelled meanwhile, no call is made and nothing stays counted."""
    reserving = asyncio.create_task(asyncio.to_thread(reserve, visitor, model, provider, most_usd))
    try:
        return await asyncio.shield(reserving)
    except asyncio.CancelledError:
        with suppress(CapFault):
            call = Spending(await reserving)
            call.failed("cancelled")
            await asyncio.to_thread(settle, call)
        raise


def reserve(visitor: str, model: str, provider: str, most_usd: float | None) -> int:
    """Enter the call if all caps leave room for it, in one transaction, and return its number."""
    from app import db, usage  # SQLAlchemy takes half a second to load: in this thread, not before the server listens

    if most_usd is None or not 0 <= most_usd < math.inf:
        raise CapFault("no_price")
    try:
        caps = CapSettings()
        call = usage.Call(caps.today(), visitor, provider, model, reserved=round(most_usd * NANO))
        with db.write() as connection:
            for cap, spent in usage.spent(connection, call.day, visitor).items():
                if call.reserved and spent + call.reserved > getattr(caps, f"{cap}_usd") * NANO:
                    raise CapFault(cap)
            return usage.reserve(connection, call)
    except OwnerFault as fault:
        log.error("%s", fault)
        raise CapFault("store_failed") from None


def settle(call: Spending) -> None:
    """Enter what the call came to; where the store fails now, its reservation stays counted."""
    from app import db, usage

    try:
        with db.write() as connection:
            usage.settle(connection, call.number, outcome(call))
    except OwnerFault as fault:
        log.error("%s", fault)


def outcome(call: Spending) -> "records.Outcome":
    """Return how a call ended, as it is entered."""
    from app import usage
    from app.llm.costs import Usage

    used = call.usage or Usage(0, 0)
    return usage.Outcome(
        status="failed" if call.fault else "settled",
        cost=round(call.cost_usd * NANO),
        input_tokens=used.input_tokens,
        output_tokens=used.output_tokens,
        cached_tokens=used.cached_tokens,
        estimated=call.estimated,
        fault=call.fault,
        first_token_seconds=call.first_token_seconds,
        seconds=call.seconds,
    )
