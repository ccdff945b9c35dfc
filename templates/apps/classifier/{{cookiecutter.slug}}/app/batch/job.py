"""Labels a file: from a command or a page, which is told how far it is and may stop it."""

import asyncio
import hashlib
import time
import uuid
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app import llm
from app.batch import asking, cluster, locally, provider
from app.batch.checkpoint import Checkpoint, Outcome
from app.batch.estimate import estimate
from app.batch.purse import Purse
from app.batch.row import unfit
from app.batch.table import Table
from app.batch.work import Work
from app.classifier import Classifier
from app.guard import NANO
from app.llm import LLMFault
from app.llm.batches import PRICE
from app.observing import observed
from app.result import Asked


@dataclass(frozen=True)
class Progress:
    """How far a run is; costs are USD."""

    texts: int  # to label in this run
    expected_usd: float | None  # for all of them, where a price is known
    done: int = 0
    cost_usd: float = 0.0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Return the texts a second."""
        return self.done / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        return (self.texts - self.done) / self.rate if self.rate else None


@dataclass(frozen=True)
class Summary:
    """What came of a run; rows that are `left` failed or were not reached, and the same run again goes on with them."""

    rows: int
    labelled: int
    unlabelled: int
    left: int
    cost_usd: float
    fault: LLMFault | None = None

    @property
    def is_whole(self) -> bool:
        """Tell whether every row has an outcome."""
        return not self.left


Watch = Callable[[Progress], None]
Road = Literal["local", "dask", "batch"]  # who does it: this process, a cluster, or the service's Batch API


@dataclass(frozen=True)
class Job:
    """A file, where its labels go, and how they are found."""

    classifier: Classifier
    table: Table
    target: Path
    way: Asked
    budget: float | None  # USD; without it what one visitor may spend in a day
    road: Road = "local"

    async def run(self, watch: Watch, stop: asyncio.Event) -> Summary:
        """Label the file and write it whole, also where `stop` ends it early.

        Raises OwnerFault where the file or its progress cannot be read or written. Cancelling this keeps what is
        done, too, but writes no output.
        """
        self.classifier.task.labels.refuse_too_few()
        with observed("run", way=self.way, road=self.road) as step:
            summary = await self._run(watch, stop)
            step.fault = summary.fault.code if summary.fault else ""
            step.facts |= {"rows": summary.rows, "labelled": summary.labelled, "left": summary.left}
            step.facts["cost_usd"] = summary.cost_usd
            return summary

    async def _run(self, watch: Watch, stop: asyncio.Event) -> Summary:
        kept = Checkpoint(progress(self.target), self._digest())
        try:
            await asyncio.to_thread(kept.expect, (text for text in self.table.texts() if not unfit(text)))
            purse = Purse(uuid.uuid4().hex, self.budget)
            work = await self._labelled(kept, purse, watch, stop)
            counts = await asyncio.to_thread(self._written, kept, work.stopped.code if work.stopped else "stopped")
        except BaseException:
            kept.close(remove=False)
            raise
        kept.close(remove=not counts["left"])
        return Summary(
            rows=counts.total(),
            labelled=counts["labelled"],
            unlabelled=counts["unlabelled"],
            left=counts["left"],
            cost_usd=purse.spent / NANO,
            fault=work.stopped,
        )

    async def _labelled(self, kept: Checkpoint, purse: Purse, watch: Watch, stop: asyncio.Event) -> Work:
        count, size = kept.waiting()
        expected = estimate(self.classifier.task, self._model_way, count, size)
        if expected and self.road == "batch":
            expected *= PRICE
        begun, done = time.monotonic(), 0

        def finished(number: int) -> None:
            nonlocal done
            done += number
            watch(Progress(count, expected, done, purse.spent / NANO, time.monotonic() - begun))

        finished(0)
        work = Work(self.table, kept, finished)
        await unless(stop, self._by_its_way(work, purse))
        return work

    async def _by_its_way(self, work: Work, purse: Purse) -> None:
        if self.road == "dask":
            await cluster.Spreading(work, self.classifier, self.way, purse).run()
            return
        if self.way == "local":
            await locally.label(work, self.classifier)
            return

        def texts() -> AsyncGenerator[str, None]:
            return locally.unsure(work, self.classifier) if self.way == "cascade" else work.waiting()

        if self.road == "batch":
            await provider.Sending(work, texts, self.classifier, purse).run()
        else:
            await asking.ask(work, texts(), self.classifier, self._model_way, purse)

    @property
    def _model_way(self) -> Asked:
        """Return the way by which a model is asked, if one is; no batch has decisions."""
        if self.way != "cascade":
            return self.way
        return "schema" if self.road == "batch" else self.classifier.model_way()

    def _digest(self) -> str:
        """Return what decides a label beside the text: where any of it changes, no old outcome counts."""
        task = self.classifier.task
        labels = [(label.name, label.description) for label in task.labels.all]
        told: list[object] = [self.way, self._model_way, llm.answerer(), task.labels.choose, labels]
        told.append(task.about.instructions)
        if self.way in {"local", "cascade"}:
            known = (*task.examples.learned, *task.examples.distilled)
            told += [self.classifier.local.target, [(each.key, sorted(each.labels)) for each in known]]
        return hashlib.sha256(repr(told).encode("utf-8", "backslashreplace")).hexdigest()

    def _written(self, kept: Checkpoint, left: str) -> Counter[str]:
        counts: Counter[str] = Counter()

        def added(text: str) -> Sequence[str]:
            reason = unfit(text)
            found = Outcome(error=reason) if reason else kept.outcome(text, left)
            counts["labelled" if not found.error else "left" if found.has_failed and not reason else "unlabelled"] += 1
            return found.cells

        self.table.write(self.target, added)
        return counts


async def unless(stop: asyncio.Event, doing: Coroutine[None, None, None]) -> None:
    """Do something until it is done or stopped."""
    running, stopping = asyncio.ensure_future(doing), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((running, stopping), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (running, stopping):
            task.cancel()
        await asyncio.wait((running, stopping))
    if not running.cancelled():
        running.result()


def progress(target: Path) -> Path:
    """Return where outcomes are kept until every row has one."""
    return target.with_name(f"{target.name}.progress")
