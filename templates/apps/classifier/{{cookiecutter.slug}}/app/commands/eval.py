"""Evaluates the labels: `python -m app eval`."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.classify import WAYS, opened

if TYPE_CHECKING:
    from app.quality.comparing import Compared
    from app.quality.figures import Figures
    from app.quality.rows import Run


@click.command("eval")
@click.option("--way", type=click.Choice(WAYS), help="How to label; without it CLASSIFY_WAY, or the model's best.")
@click.option("--parallel", default=4, show_default=True, type=click.IntRange(1, 64), help="Texts asked at a time.")
@click.option("--export", type=click.Path(dir_okay=False, path_type=Path), help="Write the report as one HTML file.")
@click.option(
    "--baseline",
    default="",
    metavar="FILE|last|save",
    help="Compare with a run, or with the one before; `save` keeps this one as evals/baseline.json, with which every "
    "later one is compared.",
)
@click.option("--gate", is_flag=True, help="Exit 1 if the run is worse than the baseline by more than chance.")
@click.option("--at-least", type=click.FloatRange(0, 1), help="Exit 1 if the accuracy is lower.")
@click.option("--json", "as_json", is_flag=True, help="Print the run as one JSON document instead of a table.")
def command(
    way: str | None,
    parallel: int,
    export: Path | None,
    baseline: str,
    gate: bool,
    at_least: float | None,
    as_json: bool,
) -> None:
    """Label every text whose label is known and that nothing learned from; count, calibrate and save a report.

    Exits 1 if a text could not be labelled, however the others went.
    """
    from app.quality import comparing, figures, files, table
    from app.settings import PROJECT

    folder = PROJECT / "evals"
    earlier = files.baseline(baseline, folder)
    run = evaluated(way, parallel)
    found, compared = figures.figures(run), comparing.compared(earlier, run) if earlier else None
    path = files.save(run, folder)
    if baseline == "save":
        files.write(folder / "baseline.json", run.model_dump_json(indent=1))
    if export:
        from app import product
        from app.quality import page

        files.write(export, page.whole(run, found, product.load().product.hue))
    click.echo(run.model_dump_json() if as_json else "\n".join(table.lines(run, found)))
    if compared:
        click.echo(f"Against the baseline: {compared.sentence}", err=as_json)
    click.echo(f"Report: {path.relative_to(PROJECT)}", err=as_json)
    refuse(found, len(run.rows), at_least)
    if gate:
        keep_the_gate(run, earlier, compared)


def evaluated(way: str | None, parallel: int) -> "Run":
    """Label all texts, with a progress bar on a terminal."""
    from app.quality import measuring
    from app.settings import PROJECT

    classifier, folder = opened(), PROJECT / "evals"
    count = len(measuring.texts(classifier, folder))
    with click.progressbar(length=count, label="Labelling", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        chosen = way or classifier.way()
        return asyncio.run(measuring.measured(classifier, folder, chosen, parallel, lambda: bar.update(1)))  # type: ignore[arg-type]


def refuse(found: "Figures", count: int, at_least: float | None) -> None:
    """Exit 1 where a text got no label, or too few are right."""
    if found.failed:
        raise click.ClickException(f"{found.failed} of {count} texts could not be labelled.")
    if at_least is not None and found.accuracy.value < at_least:
        raise click.ClickException(f"The accuracy is {found.accuracy.value:.3f}, below {at_least:g}.")


def keep_the_gate(run: "Run", earlier: "Run | None", compared: "Compared | None") -> None:
    """Exit 1 where the run is worse than the earlier one; what cannot be compared passes, and that is said."""
    from app.evaluation import gate

    if not earlier or not compared:
        gate.passes(gate.NO_BASELINE)
    elif earlier.is_model != run.is_model:
        gate.passes(gate.UNLIKE)
    else:
        gate.refuse_worse(compared.finding, compared.sentence)
