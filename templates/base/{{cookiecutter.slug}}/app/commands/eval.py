"""Evaluates the app on the questions of evals/: `python -m app eval`."""

import asyncio
import importlib
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from app.evaluation.measures import Measured
    from app.evaluation.report import Report
    from app.evaluation.results import Result


@click.command("eval")
@click.option("--parallel", default=4, show_default=True, type=click.IntRange(1, 64), help="Cases asked at a time.")
@click.option(
    "--seconds", default=120.0, show_default=True, type=click.FloatRange(0, min_open=True), help="Limit for one reply."
)
@click.option("--judge", is_flag=True, help="Have the model judge each reply, too, three times; this costs.")
@click.option(
    "--baseline",
    default="",
    metavar="FILE|last|save",
    help="Compare with a report, or with the run before; `save` keeps this run as evals/baseline.json, with which "
    "every later run is compared.",
)
@click.option("--gate", is_flag=True, help="Exit 1 if the run is worse than the baseline by more than chance.")
@click.option("--at-least", type=click.FloatRange(0, 1), help="Exit 1 if a smaller share of the cases is right.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON document instead of a table.")
def command(
    parallel: int, seconds: float, judge: bool, baseline: str, gate: bool, at_least: float | None, as_json: bool
) -> None:
    """Ask the app the cases of evals/, count the replies that keep to them, and save a report.

    Exits 1 if a case got no reply, however the others went.
    """
    from app.evaluation import comparison, files
    from app.settings import PROJECT

    folder = PROJECT / "evals"
    earlier = files.baseline(baseline, folder)
    report = evaluated(parallel, seconds, judge)
    if earlier:
        found = comparison.compared(report.outcomes, earlier.outcomes, earlier.answerer)
        report = report.model_copy(update={"comparison": found})
    path = files.save(report, folder)
    if baseline == "save":
        files.write(folder / "baseline.json", report.model_dump_json(indent=1))
    click.echo(report.model_dump_json() if as_json else told(report))
    click.echo(f"Report: {path.relative_to(PROJECT)}", err=as_json)
    refuse(report, at_least)
    if gate:
        keep_the_gate(report, earlier)


def evaluated(parallel: int, seconds: float, judge: bool) -> "Report":
    """Ask all cases, with a progress bar on a terminal."""
    from app import llm, product, subject
    from app.evaluation import cases, report, runs
    from app.evaluation import judge as judging
    from app.settings import PROJECT

    about, model, begun = product.load(), llm.answerer(), datetime.now(UTC)
    if judge and not model:
        raise click.ClickException("A judge has to be a model and none is configured; set LLM_API_KEY or LLM_BASE_URL.")
    chosen = cases.gathered(PROJECT / "evals", about.product.language)

    async def ask_all(pace: runs.Pace) -> "tuple[list[Result], Measured | None]":
        await subject.prepare()
        if model:
            await asyncio.to_thread(importlib.import_module, "openai")  # a third of a second that is no reply's
        results = await runs.run(chosen, subject.reply, pace, judging.Judge(about) if judge else None)
        measured: Callable[[runs.Pace], Awaitable[Measured]] | None = getattr(subject, "measured", None)
        return results, await measured(pace) if measured else None

    with click.progressbar(length=len(chosen), file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def expect(count: int) -> None:
            bar.length = (bar.length or 0) + count

        results, measured = asyncio.run(ask_all(runs.Pace(parallel, seconds, expect, lambda: bar.update(1))))
    return report.reported(results, begun, model).model_copy(update={"measured": measured})


def told(report: "Report") -> str:
    """Return what a person reads on the terminal."""
    from app.evaluation import document

    wrong = list(document.wrong_lines(report))
    lines = [line for table in document.tables(report) for line in (*document.plain(table), "")]
    return "\n".join([*lines, *document.notes(report), *(["Wrong:", *wrong] if wrong else [])])


def refuse(report: "Report", at_least: float | None) -> None:
    """Exit 1 where the plumbing failed, or too few replies are right."""
    total, failed = report.total, report.all_faults.total()
    if failed:
        count = total.count + (report.measured.count if report.measured else 0)
        raise click.ClickException(f"{failed} of {count} cases got no reply, or no end of its check.")
    if at_least is not None and total.share < at_least:
        raise click.ClickException(f"{total.right} of {total.count} are right, a share below {at_least:g}.")


def keep_the_gate(report: "Report", earlier: "Report | None") -> None:
    """Exit 1 where the run is worse than the earlier one; what cannot be compared passes, and that is said."""
    from app.evaluation import document, gate

    if not earlier or not report.comparison:
        gate.passes(gate.NO_BASELINE)
    elif earlier.is_model != report.is_model:
        gate.passes(gate.UNLIKE)
    else:
        gate.refuse_worse(report.comparison.finding, document.against(report.comparison))
