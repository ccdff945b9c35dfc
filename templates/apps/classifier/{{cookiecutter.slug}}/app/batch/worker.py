"""What a worker of a cluster does with some texts; its key is its own, and the money was set aside before."""

import asyncio
import math
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from contextvars import Context, copy_context
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from app import guard, llm, usage
from app.batch.checkpoint import Outcome
from app.batch.pace import Pace
from app.batch.purse import row
from app.batch.row import labelled, outcome
from app.classifier import open_classifier
from app.guard import NANO, CapFault, CapSettings, Spending
from app.llm import LLMFault
from app.llm.endpoints import ModelSettings
from app.result import Asked
from app.settings import PROJECT

CALLS_AT_A_TIME = 64  # at most, of one worker: how many it is at a moment, the service's answers decide


@dataclass(frozen=True)
class Done:
    """What came of some texts: an outcome each, or None where it was not asked about; and the calls that were made."""

    outcomes: Sequence[Outcome | None]
    calls: Sequence[dict[str, Any]] = ()
    fault: str = ""  # that every other text would meet


def label(texts: Sequence[str], way: Asked, amount: int, ticket: str) -> Done | None:
    """Label some texts for at most so many nano-dollars, once.

    Where a worker is lost, the cluster gives its task to another one. What the first one spent is not known, and so
    the other one does nothing and returns None: the run sets money aside anew.
    """
    distributed: Any = import_module("distributed")
    begun = distributed.Event(ticket)
    if begun.is_set():
        return None
    begun.set()
    return station().label(texts, way, amount)


class Allowance:
    """Money that was set aside for some texts; the calls take theirs out of it and are told of at the end."""

    def __init__(self, amount: int) -> None:
        self.calls: list[dict[str, Any]] = []
        self._left = amount
        self._today = CapSettings().today()

    @asynccontextmanager
    async def spending(self, model: str, provider: str, most_usd: float | None) -> AsyncIterator[Spending]:
        if most_usd is None or not 0 <= most_usd < math.inf:
            raise CapFault("no_price")
        most, call = round(most_usd * NANO), Spending(0)
        if most > self._left:
            raise CapFault("cap_visitor")
        self._left -= most
        try:
            yield call
        finally:
            self.calls.append(row(call, usage.Call(self._today, "", provider, model, most)))
            self._left += most - self.calls[-1]["cost"]


@cache
def station() -> "Station":
    return Station()


class Station:
    """One worker process: a loop in which all texts share a client, settings and a pace."""

    def __init__(self) -> None:
        self._pace = Pace(CALLS_AT_A_TIME)
        self._classifier = open_classifier(PROJECT)
        self._loop = asyncio.new_event_loop()
        self._sharing: Context | None = None
        self._open, self._turn = AsyncExitStack(), asyncio.Lock()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    def label(self, texts: Sequence[str], way: Asked, amount: int) -> Done:
        """Label some texts, from whichever thread."""
        return asyncio.run_coroutine_threadsafe(self._label(texts, way, amount), self._loop).result()

    async def _label(self, texts: Sequence[str], way: Asked, amount: int) -> Done:
        found: dict[str, Outcome] = {}
        if way in {"local", "cascade"}:
            for text, result in zip(texts, await self._classifier.classify_all(texts), strict=True):
                if way == "local" or (result.calibrated and not result.abstained):
                    found[text] = outcome(result)
        left = [text for text in texts if text not in found]
        if not left:
            return Done([found[text] for text in texts])
        try:
            context = await self._shared()
        except LLMFault as fault:
            return Done([found.get(text) for text in texts], fault=fault.code)
        asked_way = self._classifier.model_way() if way == "cascade" else way
        asking = asyncio.create_task(self._ask(left, asked_way, Allowance(amount)), context=context.copy())
        outcomes, calls, stopped = await asking
        found.update(outcomes)
        return Done([found.get(text) for text in texts], calls, stopped)

    async def _shared(self) -> Context:
        """Return the context in which calls share a client, opening it for the first of them."""
        async with self._turn:
            if self._sharing is None:
                await self._open.enter_async_context(llm.sharing(self._pace.heard))
                self._sharing = copy_context()
            return self._sharing

    async def _ask(
        self, texts: Sequence[str], way: Asked, money: Allowance
    ) -> tuple[dict[str, Outcome], list[dict[str, Any]], str]:
        guard.purse.set(money)
        settings, found, faults = ModelSettings(), dict[str, Outcome](), list[str]()

        async def one(text: str) -> None:
            try:
                found[text] = await labelled(self._classifier, text, way, self._pace, settings)
            except CapFault as fault:
                faults.extend([] if fault.code == "cap_visitor" else [fault.code])  # the run knows of more money
            except LLMFault as fault:
                faults.append(fault.code)

        await asyncio.gather(*(one(text) for text in texts))
        return found, money.calls, next(iter(faults), "")
