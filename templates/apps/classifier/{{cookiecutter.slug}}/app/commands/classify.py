"""Labels a text from the command line, or a file of them: `python -m app classify TEXT`."""

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from app.classifier import Classifier
    from app.result import Result

WAYS = ("decisions", "schema", "local", "cascade")


@click.command("classify")
@click.argument("text")
@click.option("--way", type=click.Choice(WAYS), help="How; without it CLASSIFY_WAY, or the best that the model has.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of text.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="TEXT names a file of rows, CSV, JSONL or Parquet: label them into this one.",
)
@click.option("--column", help="The column of the texts; without it the one that is called or looks like it.")
@click.option("--encoding", help="How the file is encoded, where that is guessed wrongly.")
@click.option(
    "--budget", type=click.FloatRange(0), help="USD that labelling the file may cost; CAP_APP_USD bounds it, too."
)
@click.option(
    "--engine",
    type=click.Choice(("local", "dask")),
    default="local",
    show_default=True,
    help="Who labels a file: this process, or the Dask cluster of DASK_SCHEDULER.",
)
@click.option(
    "--provider-batch", is_flag=True, help="Ask by the Batch API of the model's service: half the price, within a day."
)
def command(
    text: str,
    way: str | None,
    as_json: bool,
    output: Path | None,
    column: str | None,
    encoding: str | None,
    budget: float | None,
    engine: str,
    provider_batch: bool,
) -> None:
    """Print the label of TEXT; - reads it from the standard input.

    With -o TEXT is the path of a file: CSV, JSONL or Parquet, by the ends of both names. Its rows come out in their
    order, with columns for label, confidence, way, error and guess; a run that is stopped or killed goes on where it
    was when it is started again.
    """
    from app.llm import LLMFault

    if output:
        way, road = (by_batch(way, engine), "batch") if provider_batch else (way, engine)
        raise SystemExit(labelled(Path(text), output, way, column, encoding, budget, road))
    text = sys.stdin.buffer.read().decode("utf-8", "replace") if text == "-" else text
    text = text.encode("utf-8", "replace").decode().strip()  # an argument may hold bytes that are no text
    if not text:
        raise click.UsageError("The text is empty.")
    try:
        result = asyncio.run(opened().classify(text, way))  # type: ignore[arg-type]
    except LLMFault as fault:
        raise click.ClickException(f"{fault.message} {fault.hint}".strip()) from None
    click.echo(json.dumps(result.as_data(), ensure_ascii=False) if as_json else told(result))


def by_batch(way: str | None, engine: str) -> str:
    """Return the way of a batch, which has no decisions."""
    if engine != "local":
        raise click.UsageError("A batch is labelled by the model's service; leave out --engine, or --provider-batch.")
    if way in {"decisions", "local"}:
        raise click.UsageError(f"The Batch API cannot label by {way}; leave out --way, or name schema or cascade.")
    return way or "schema"


def labelled(
    source: Path,
    output: Path,
    way: str | None,
    column: str | None,
    encoding: str | None,
    budget: float | None,
    road: str,
) -> int:
    """Label a file and return the exit code."""
    from app.batch import job, table, telling
    from app.classifier import open_classifier
    from app.settings import PROJECT

    if output.exists() and not job.progress(output).exists():
        raise click.UsageError(f"{output} exists already; name another file, or move it away.")
    table.of_format(output)
    found = table.opened(source, encoding, column)
    chosen = way or open_classifier(PROJECT).way()
    # The Decisions API needs nothing that was learned, which takes seconds.
    classifier = open_classifier(PROJECT) if chosen == "decisions" else opened()
    return telling.run(job.Job(classifier, found, output, chosen, budget, road))  # type: ignore[arg-type]


def opened() -> "Classifier":
    """Open the classifier and let it learn first; on a terminal a bar shows how many texts it has read."""
    from app.classifier import open_classifier
    from app.settings import PROJECT

    classifier = open_classifier(PROJECT)
    with click.progressbar(length=1, label="Learning", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def watch(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        classifier.local.watch = watch
        classifier.learned()
    return classifier


def told(result: "Result") -> str:
    """Return the label, or the guess with a question mark, and how sure that is."""
    names = ", ".join(result.labels) or (f"{', '.join(result.guess)}?" if result.guess else "-")
    if result.confidence is None:
        return names
    return f"{names}  {result.confidence:.2f}{'' if result.calibrated else ' (not measured)'}"
