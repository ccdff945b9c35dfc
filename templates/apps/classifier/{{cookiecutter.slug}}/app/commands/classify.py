"""Labels a text from the command line: `python -m app classify TEXT`."""

import asyncio
import json
import sys
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
def command(text: str, way: str | None, as_json: bool) -> None:
    """Print the label of TEXT; - reads it from the standard input."""
    from app.llm import LLMFault

    text = sys.stdin.buffer.read().decode("utf-8", "replace") if text == "-" else text
    text = text.encode("utf-8", "replace").decode().strip()  # an argument may hold bytes that are no text
    if not text:
        raise click.UsageError("The text is empty.")
    try:
        result = asyncio.run(opened().classify(text, way))  # type: ignore[arg-type]
    except LLMFault as fault:
        raise click.ClickException(f"{fault.message} {fault.hint}".strip()) from None
    click.echo(json.dumps(result.as_data(), ensure_ascii=False) if as_json else told(result))


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
