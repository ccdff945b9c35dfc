"""Money set aside for many calls at once: one row of the store holds it, and beside it stands what each call took."""

import asyncio
import math
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from decimal import Decimal
from typing import Any

from app import db, guard, usage
from app.faults import OwnerFault
from app.guard import NANO, CapFault, CapSettings, Spending

LUMP = 50  # calls that money is set aside for at a time, where the caps leave room
EVERY = 1.0  # seconds after which what was spent is entered at the latest


class Purse:
    """Pays for one run; amounts are nano-dollars.

    A killed process leaves what was set aside counted. A call that the caps leave no room for waits until the others
    are back: most of them return more than they cost.
    """

    def __init__(self, visitor: str, budget_usd: float | None) -> None:
        """`budget_usd` takes the place of what one visitor may spend in a day."""
        self.spent = 0
        self.calls = 0
        self.tokens = 0
        self.visitor = visitor
        self._budget = None if budget_usd is None else round(Decimal(str(budget_usd)) * NANO)
        self._today = CapSettings().today()
        self._held = 0  # in the store: what is free and what is under way
        self._free = 0
        self._lasting = 0  # in rows of their own
        self._under_way = 0  # calls
        self._number: int | None = None  # of the row
        self._finished: list[dict[str, Any]] = []
        self._entered = -math.inf
        self._turn, self._back = asyncio.Lock(), asyncio.Event()

    @asynccontextmanager
    async def spending(self, model: str, provider: str, most_usd: float | None) -> AsyncIterator[Spending]:
        """Set aside the most that a call can cost; raise CapFault where that may not be."""
        if most_usd is None or not 0 <= most_usd < math.inf:
            raise CapFault("no_price")
        most, call = round(most_usd * NANO), Spending(0)
        await self.take(most)
        try:
            yield call
        finally:
            self.give_back(most, [row(call, usage.Call(self._today, self.visitor, provider, model, most))])

    async def take(self, amount: int) -> None:
        """Take an amount out; raise CapFault where there is no room for it, nor will be."""
        async with self._turn:
            while self._free < amount or self._is_due():
                self._back.clear()
                fault = await self._filled(amount)
                if fault and not self._under_way:
                    raise fault
                if fault and self._free < amount:
                    await self._back.wait()
            self._free -= amount
            self._under_way += 1

    def give_back(self, amount: int, finished: Sequence[dict[str, Any]]) -> None:
        """Put back what was taken but for what the calls came to, which is entered soon."""
        cost = sum(call["cost"] for call in finished)
        self.spent += cost
        self.calls += len(finished)
        self.tokens += sum(call["input_tokens"] + call["output_tokens"] for call in finished)
        self._held -= cost
        self._free += amount - cost
        self._under_way -= 1
        self._finished += finished
        self._back.set()

    async def set_aside(self, amount: int, model: str, provider: str) -> int:
        """Set money aside in a row of its own, which outlives the process, and return the row's number."""
        self._bound(amount)
        number = await asyncio.to_thread(self._last, amount, model, provider)
        self.adopt(amount)
        return number

    def adopt(self, amount: int) -> None:
        """Count what an earlier run set aside, and did not settle, against the budget of this one."""
        self._lasting += amount

    async def settle(self, number: int, amount: int, outcome: usage.Outcome) -> None:
        """Put what came of it in the place of such a row."""
        await asyncio.to_thread(settled, number, outcome)
        self._lasting -= amount
        self.spent += outcome.cost

    async def close(self) -> None:
        """Enter what was spent and set nothing aside any more."""
        self._held, self._free = self._held - self._free, 0
        await asyncio.shield(asyncio.to_thread(self._enter, self._held, False))

    def _is_due(self) -> bool:
        return asyncio.get_running_loop().time() - self._entered > EVERY

    async def _filled(self, amount: int) -> CapFault | None:
        """Set more aside, for many such calls or at least for one, or return what forbids it."""
        missing, fault = max(0, amount - self._free), None
        for more in dict.fromkeys((missing and LUMP * amount, missing)):
            try:
                await self._grown(more)
            except CapFault as found:
                fault = found
            else:
                return None
        return fault

    async def _grown(self, more: int) -> None:
        self._bound(more)
        self._entered = asyncio.get_running_loop().time()
        await asyncio.to_thread(self._enter, self._held + more, bool(more))
        self._held += more
        self._free += more

    def _bound(self, more: int) -> None:
        committed = self.spent + self._held + self._lasting
        if self._budget is not None and more and committed + more > self._budget:
            raise CapFault("cap_visitor")

    def _last(self, amount: int, model: str, provider: str) -> int:
        caps = CapSettings()
        day = caps.today()
        with kept(), db.write() as connection:
            self._check(usage.spent(connection, day, self.visitor), amount, caps)
            return usage.reserve(connection, usage.Call(day, self.visitor, provider, model, amount))

    def _enter(self, held: int, is_more: bool) -> None:
        """Enter what is finished and hold so much from now on, in one transaction."""
        finished, caps = self._finished[:], CapSettings()
        self._today = day = caps.today()
        with kept(), db.write() as connection:
            if finished:
                connection.execute(usage.calls.insert(), finished)
            if self._number is not None:
                connection.execute(usage.calls.delete().where(usage.calls.c.id == self._number))
            if is_more:
                self._check(usage.spent(connection, day, self.visitor), held, caps)
            call = usage.Call(day, self.visitor, "-", "-", held)
            number = usage.reserve(connection, call) if held else None
        self._number = number
        del self._finished[: len(finished)]

    def _check(self, spent: dict[str, int], held: int, caps: CapSettings) -> None:
        for cap, amount in spent.items():
            bounds = cap == "cap_app" or self._budget is None
            if bounds and amount + held > getattr(caps, f"{cap}_usd") * NANO:
                raise CapFault(cap)


@contextmanager
def kept() -> Iterator[None]:
    """Turn a store that fails into the fault that ends a run."""
    try:
        yield
    except OwnerFault as fault:
        guard.log.error("%s", fault)
        raise CapFault("store_failed") from None


def settled(number: int, outcome: usage.Outcome) -> None:
    with kept(), db.write() as connection:
        usage.settle(connection, number, outcome)


def row(call: Spending, begun: usage.Call) -> dict[str, Any]:
    """Return a call as the store keeps it; where nobody said what came of it, it counts for the most it could cost."""
    told = bool(call.usage or call.fault)
    ended = vars(guard.outcome(call))
    return {**usage.entry(begun), **ended, **({} if told else {"status": "reserved", "cost": begun.reserved})}
