"""Labels a file from the command line: says what it will cost, labels, writes, and says what it did cost."""

import asyncio
import hashlib
import os
import sys
import uuid
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import click

from app import db, llm, usage
from app.batch.checkpoint import Checkpoint, Outcome
from app.batch.estimate import estimate
from app.batch.labelling import Labelling, unfit
from app.batch.table import Table
from app.classifier import Classifier
from app.guard import NANO, CapSettings
from app.llm import LLMFault
from app.result import Asked

CALLS_AT_A_TIME = 64  # at most: how many it is at a moment, the service's answers decide


@dataclass(frozen=True)
class Job:
    """A file, where its labels go, and how they are found."""

    classifier: Classifier
    table: Table
    target: Path
    way: Asked
    budget: float | None  # USD

    def run(self) -> int:
        """Do it and return the exit code: 0 where every row has an outcome, 130 after Ctrl-C, otherwise 1."""
        self.classifier.task.labels.refuse_too_few()
        kept = Checkpoint(progress(self.target), self._digest())
        kept.expect(text for text in self.table.texts() if not unfit(text))
        visitor, left = uuid.uuid4().hex, "stopped"
        count = self._announced(kept)
        with click.progressbar(length=count, label="Labelling", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
            labelling = Labelling(self.classifier, self.way, self.table, kept, visitor, bar.update)
            self._bound()
            try:
                asyncio.run(labelling.run(CALLS_AT_A_TIME))
                stopped = False
            except KeyboardInterrupt:
                stopped = True
        if labelling.stopped:
            left = labelling.stopped.code
            click.echo(sentence(labelling.stopped), err=True)
        done = self._written(kept, left)
        whole = not stopped and not labelling.stopped and not done["failed"]
        kept.close(remove=whole)
        self._told(done, visitor, whole)
        return 130 if stopped else 0 if whole else 1

    def _digest(self) -> str:
        """Return what decides a label beside the text: where any of it changes, no old outcome counts."""
        task = self.classifier.task
        labels = [(label.name, label.description) for label in task.labels.all]
        told: list[object] = [self.way, llm.answerer(), task.labels.choose, labels, task.about.instructions]
        if self.way in {"local", "cascade"}:
            told += [self.classifier.local.target, [(each.key, sorted(each.labels)) for each in task.examples.learned]]
        return hashlib.sha256(repr(told).encode("utf-8", "backslashreplace")).hexdigest()

    def _announced(self, kept: Checkpoint) -> int:
        """Say how many texts there are to label and about what that costs; return their number."""
        count, size = kept.waiting()
        cost = estimate(self.classifier.task, self.way, count, size)
        about = "at a price that is not known" if cost is None else f"about {cost:.4f} USD" if cost else "at no cost"
        most = "at most " if self.way == "cascade" and cost else ""
        click.echo(
            f"{count} texts to label by {self.way}, {most}{about}; the texts are in the column “{self._column}”.",
            err=True,
        )
        return count

    @property
    def _column(self) -> str:
        return self.table.columns[self.table.text_at]

    def _bound(self) -> None:
        """Hold the run to its budget as the app holds a visitor to theirs: no call without the money set aside."""
        if self.budget is not None:
            os.environ["CAP_VISITOR_USD"] = os.environ["CAP_ADDRESS_USD"] = str(self.budget)

    def _written(self, kept: Checkpoint, left: str) -> Counter[str]:
        done: Counter[str] = Counter()

        def added(text: str) -> tuple[str, ...]:
            reason = unfit(text)
            found = Outcome(error=reason) if reason else kept.outcome(text, left)
            done["rows"] += 1
            done["labelled" if not found.error else "unlabelled" if found.way or reason else "failed"] += 1
            return tuple(found.cells)

        self.table.write(self.target, added)
        return done

    def _told(self, done: Counter[str], visitor: str, whole: bool) -> None:
        cost = 0.0 if self.way == "local" else spent(visitor)
        counts = f"{done['labelled']} labelled, {done['unlabelled']} without a label, {done['failed']} failed or left"
        click.echo(f"{self.target}: {done['rows']} rows, {counts}. Cost: {cost:.6f} USD.", err=True)
        if not whole:
            click.echo("The same command goes on from here and pays for no text twice.", err=True)


def progress(target: Path) -> Path:
    """Return where outcomes are kept until every row has one."""
    return target.with_name(f"{target.name}.progress")


def sentence(fault: LLMFault) -> str:
    """Say why no more calls are made."""
    if fault.code in {"cap_visitor", "cap_address"}:
        return "The budget of this run is used up; --budget USD sets a larger one."
    return f"{fault.message} {fault.hint}".strip()


def spent(visitor: str) -> float:
    """Return what the run's calls cost, tries that failed included."""
    with db.read() as connection:
        return usage.spent(connection, CapSettings().today(), visitor)["cap_visitor"] / NANO
