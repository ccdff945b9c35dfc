"""Evaluates the labels: `python -m app eval`."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.classify import WAYS, opened

if TYPE_CHECKING:
    from app.quality.rows import Run


@click.command("eval")
@click.option("--way", type=click.Choice(WAYS), help="How to label; without it CLASSIFY_WAY, or the model's best.")
@click.option("--parallel", default=4, show_default=True, type=click.IntRange(1, 64), help="Texts asked at a time.")
@click.option("--export", type=click.Path(dir_okay=False, path_type=Path), help="Write the report as one HTML file.")
@click.option("--at-least", type=click.FloatRange(0, 1), help="Exit 1 if the accuracy is lower.")
@click.option("--json", "as_json", is_flag=True, help="Print the run as one JSON document instead of a table.")
def command(way: str | None, parallel: int, export: Path | None, at_least: float | None, as_json: bool) -> None:
    """Label every text whose label is known and that nothing learned from; count, calibrate and save a report.

    Exits 1 if a text could not be labelled, however the others went.
    """
    from app.quality import figures, files, table
    from app.settings import PROJECT

    run = evaluated(way, parallel)
    found = figures.figures(run)
    path = files.save(run, PROJECT / "evals")
    if export:
        from app import product
        from app.quality import page

        files.write(export, page.whole(run, found, product.load().product.hue))
    click.echo(run.model_dump_json() if as_json else "\n".join(table.lines(run, found)))
    click.echo(f"Report: {path.relative_to(PROJECT)}", err=as_json)
    if found.failed:
        raise click.ClickException(f"{found.failed} of {len(run.rows)} texts could not be labelled.")
    if at_least is not None and found.accuracy.value < at_least:
        raise click.ClickException(f"The accuracy is {found.accuracy.value:.3f}, below {at_least:g}.")


def evaluated(way: str | None, parallel: int) -> "Run":
    """Label all texts, with a progress bar on a terminal."""
    from app.quality import measuring
    from app.settings import PROJECT

    classifier, folder = opened(), PROJECT / "evals"
    count = len(measuring.texts(classifier, folder))
    with click.progressbar(length=count, label="Labelling", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        chosen = way or classifier.way()
        return asyncio.run(measuring.measured(classifier, folder, chosen, parallel, lambda: bar.update(1)))  # type: ignore[arg-type]
