"""What a run says on the command line: beforehand what it will cost, then how far it is, then what came of it."""

import asyncio
import sys

import click

from app.batch.job import Job, Progress, Summary
from app.llm import LLMFault


def run(job: Job) -> int:
    """Run it and return the exit code: 0 where every row has an outcome, 130 after Ctrl-C, otherwise 1."""
    told = Told(job)
    summary, stopped = asyncio.run(until_interrupted(job, told))
    told.end(summary)
    return 130 if stopped else 0 if summary.is_whole else 1


async def until_interrupted(job: Job, told: "Told") -> tuple[Summary, bool]:
    """Return what came of the run, and whether it was Ctrl-C that ended it."""
    stop = asyncio.Event()
    running = asyncio.create_task(job.run(told.progress, stop))
    try:
        return await asyncio.shield(running), False
    except asyncio.CancelledError:
        stop.set()
        return await running, True


class Told:
    """The lines of one run, and a bar where there is a terminal."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._bar = click.progressbar(
            length=0, label="Labelling", file=sys.stderr, hidden=not sys.stderr.isatty(), item_show_func=beside
        )
        self._begun = False

    def progress(self, progress: Progress) -> None:
        if not self._begun:
            self._begun = True
            click.echo(announcement(self._job, progress), err=True)
            self._bar.length = progress.texts
            self._bar.render_progress()
        self._bar.update(progress.done - self._bar.pos, progress)

    def end(self, summary: Summary) -> None:
        self._bar.render_finish()
        if summary.fault:
            click.echo(sentence(summary.fault), err=True)
        click.echo(outcome(self._job, summary), err=True)
        if not summary.is_whole:
            click.echo("The same command goes on from here and pays for no text twice.", err=True)


def beside(progress: Progress | None) -> str | None:
    return f"{progress.rate:.1f}/s  {progress.cost_usd:.4f} USD" if progress else None


def announcement(job: Job, progress: Progress) -> str:
    """Say how many texts there are to label and about what that costs."""
    cost = progress.expected_usd
    about = "at a price that is not known" if cost is None else f"about {cost:.4f} USD" if cost else "at no cost"
    most = "at most " if job.way == "cascade" and cost else ""
    where = f"the texts are in the column “{job.table.column}”"
    return f"{progress.texts} texts to label by {job.way}, {most}{about}; {where}."


def outcome(job: Job, summary: Summary) -> str:
    """Say what the rows have, and what it cost."""
    counts = f"{summary.labelled} labelled, {summary.unlabelled} without a label, {summary.left} failed or left"
    return f"{job.target}: {summary.rows} rows, {counts}. Cost: {summary.cost_usd:.6f} USD."


def sentence(fault: LLMFault) -> str:
    """Say why no more calls are made."""
    if fault.code in {"cap_visitor", "cap_address"}:
        return "The budget of this run is used up; --budget USD sets a larger one."
    return f"{fault.message} {fault.hint}".strip()
