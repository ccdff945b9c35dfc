"""Has the model teach the local way: `python -m app distil FILE`."""

import asyncio
import time
from pathlib import Path

import click

WAYS = ("decisions", "schema")


@click.command("distil")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--rows", default=1_000, show_default=True, type=click.IntRange(1), help="Texts to label at most.")
@click.option("--budget", type=click.FloatRange(0), help="USD that this may cost; CAP_APP_USD bounds it, too.")
@click.option("--way", type=click.Choice(WAYS), help="How the model labels; without it the best that it has.")
@click.option("--column", help="The column of the texts; without it the one that is called or looks like it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of text.")
def command(file: Path, rows: int, budget: float | None, way: str | None, column: str | None, as_json: bool) -> None:
    """Label texts of FILE by the model, learn from them, and say how much of the model's quality that keeps.

    What the model says goes into data/distilled.csv, from which the local way learns beside the examples; no text that
    is tested on is among it. A run that ends early is measured as far as it came, and goes on where it was.
    """
    from app.batch import table, telling
    from app.classifier import open_classifier
    from app.distilling.teaching import lesson
    from app.quality.files import write
    from app.settings import PROJECT

    classifier = open_classifier(PROJECT)
    usual = classifier.way()
    chosen = way or (usual if usual in WAYS else classifier.model_way())
    found = lesson(classifier, PROJECT, table.opened(file, None, column), chosen, rows, budget)  # type: ignore[arg-type]
    told, begun = telling.Told(found.job), time.perf_counter()
    summary, interrupted = asyncio.run(telling.until_interrupted(found.job, told))
    told.end(summary)
    if interrupted:
        raise SystemExit(130)
    report = found.learn(summary, time.perf_counter() - begun)
    write(PROJECT / "evals" / "distilled.json", report.model_dump_json(indent=1))
    click.echo(report.model_dump_json() if as_json else "\n".join(report.lines()))
