"""Labels on a Dask cluster: texts go out some at a time, with the money for them set aside here."""

import asyncio
import logging
import os
import uuid
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from pydantic import Field

from app import llm, usage
from app.batch import worker
from app.batch.estimate import most
from app.batch.purse import Purse, row
from app.batch.work import Work
from app.batch.worker import Done
from app.classifier import Classifier
from app.faults import OwnerFault
from app.guard import NANO, CapFault, CapSettings, Spending
from app.llm import LLMFault
from app.result import Asked
from app.settings import EnvSettings

AT_ONCE = 32  # texts of a task
AHEAD = 2  # tasks for each thread of the cluster: one that runs, one that waits
THREADS = 2  # of a local worker: while the last calls of a task come in, another begins
PATIENCE = 30  # seconds until a worker must be there


class ClusterSettings(EnvSettings):
    """Where the work beyond one machine is done."""

    dask_scheduler: str = Field(
        "",
        description="Dask cluster for `app classify --engine dask`, such as tcp://10.0.0.5:8786; without it one is "
        "started on this machine; needs `sh setup.sh dask`",
    )


@dataclass
class Spreading:
    """One run on a cluster."""

    work: Work
    classifier: Classifier
    way: Asked
    purse: Purse
    _again: list[str] = field(default_factory=list)
    _dear: bool = False  # whether texts turned out to need more than the least

    async def run(self) -> None:
        """Label texts; cancelling this loses the tasks that are under way."""
        try:
            async with connected() as client:
                places = asyncio.Semaphore(AHEAD * max(1, sum((await client.nthreads()).values())))
                while await self._pass(client, places):
                    pass
        except* OwnerFault as faults:  # the disk is full: what comes could not be kept
            raise faults.exceptions[0] from None
        finally:
            await self.purse.close()

    async def _pass(self, client: Any, places: asyncio.Semaphore) -> bool:
        """Go through the texts once; tell whether some of them came back without an outcome."""
        async with asyncio.TaskGroup() as group:
            async for texts in self._some():
                await places.acquire()
                if self.work.stopped:
                    places.release()
                    self.work.release(texts)
                    continue
                group.create_task(self._task(client, texts, places))
        self._again, again = [], self._again
        self.work.release(again)
        return bool(again) and not self.work.stopped

    async def _some(self) -> AsyncGenerator[list[str], None]:
        some: list[str] = []
        async with aclosing(self.work.waiting()) as texts:
            async for text in texts:
                some.append(text)
                if len(some) == AT_ONCE:
                    yield some
                    some = []
        if some:
            yield some

    async def _task(self, client: Any, texts: list[str], places: asyncio.Semaphore) -> None:
        try:
            if (amount := await self._paid(texts)) is None:
                return
            done = await self._done(client, texts, amount)
            if done is None:
                self._lost(amount)
                self._again += texts
            else:
                self._kept(texts, done, amount)
        finally:
            places.release()

    async def _paid(self, texts: list[str]) -> int | None:
        """Set money aside for the texts, or for as many as there is room for; None where that is not one."""
        while texts:
            try:
                amount = sum(self._most(text) for text in texts)
                await self.purse.take(amount)
            except CapFault as fault:
                if len(texts) == 1 or fault.code == "no_price":
                    self.work.stop(fault)
                    return None
                self._again += texts[len(texts) // 2 :]
                del texts[len(texts) // 2 :]
            else:
                return amount
        return None

    def _most(self, text: str) -> int:
        way = self.classifier.model_way() if self.way == "cascade" else self.way
        found = most(self.classifier.task, way, text, self._dear)
        if found is None:
            raise CapFault("no_price", llm.answerer() or "")
        return round(found * NANO)

    async def _done(self, client: Any, texts: list[str], amount: int) -> Done | None:
        """Return what a worker made of the texts, or None where it was lost with them."""
        ticket = uuid.uuid4().hex
        future = client.submit(worker.label, texts, self.way, amount, ticket, key=f"label-{ticket}", pure=False)
        try:
            done: Done | None = await future
        except library().KilledWorker:
            return None
        except Exception as error:
            told = f"A worker of the cluster cannot label: {error}; it must run in a copy of this project"
            raise OwnerFault(told) from None
        finally:
            future.release()
            await library().Event(ticket, client=client).clear()
        return done

    def _lost(self, amount: int) -> None:
        """Count all that was set aside: nobody knows what the worker spent of it."""
        begun = usage.Call(CapSettings().today(), self.purse.visitor, "-", "-", amount)
        self.purse.give_back(amount, [row(Spending(0), begun)] if amount else [])

    def _kept(self, texts: list[str], done: Done, amount: int) -> None:
        self.purse.give_back(amount, [{**call, "visitor": self.purse.visitor} for call in done.calls])
        found = [(text, outcome) for text, outcome in zip(texts, done.outcomes, strict=True) if outcome]
        self.work.keep([text for text, _ in found], [outcome for _, outcome in found])
        left = [text for text, outcome in zip(texts, done.outcomes, strict=True) if not outcome]
        self._again += left
        self._dear = self._dear or bool(left)
        if done.fault:
            self.work.stop(LLMFault(done.fault, llm.answerer() or ""))


@asynccontextmanager
async def connected() -> AsyncIterator[Any]:
    """Connect to the cluster that the settings name, or start one on this machine."""
    dask, address = library(), ClusterSettings().dask_scheduler
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # a lost worker is seen to here
    if not address:
        here = {"host": "127.0.0.1", "dashboard_address": None, "threads_per_worker": THREADS, "processes": True}
        async with (
            dask.LocalCluster(n_workers=os.cpu_count(), asynchronous=True, **here) as cluster,
            dask.Client(cluster, asynchronous=True) as client,
        ):
            yield client
        return
    async with AsyncExitStack() as stack:
        try:
            client = await stack.enter_async_context(dask.Client(address, asynchronous=True, timeout=PATIENCE))
            await client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, ValueError):
            told = f"The Dask cluster at {address} cannot be reached; see to it, or to DASK_SCHEDULER"
            raise OwnerFault(told) from None
        yield client


def library() -> Any:
    """Return Dask's own package; raise OwnerFault where it is not installed."""
    try:
        return import_module("distributed")
    except ImportError:
        missing = "--engine dask needs the package distributed, which is not installed: sh setup.sh dask"
        raise OwnerFault(missing) from None
