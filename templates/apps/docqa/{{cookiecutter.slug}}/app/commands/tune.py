"""Chooses how to search by measuring: `python -m app tune`."""

import asyncio
import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from app.documents.passages import Way
    from app.documents.tuning import Measured, Wanted


@click.command("tune")
@click.option("--dry-run", is_flag=True, help="Measure, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of a table.")
def command(dry_run: bool, as_json: bool) -> None:
    """Measure on the questions of evals/passages.jsonl whether words, meaning or both find more.

    Another way than the one in use is taken only where it surely does better; data/search.json holds it.
    """
    from app.documents import tuned, tuning
    from app.settings import PROJECT

    questions = tuning.read(PROJECT / "evals" / "passages.jsonl")
    if not questions:
        raise click.ClickException('evals/passages.jsonl holds no question; write {"question": "...", "quote": "..."}')
    before = tuned.way(PROJECT)
    results = asyncio.run(measure(questions, before))
    after = tuning.chosen(results, before, len(questions))
    if not dry_run and after != before:
        tuned.keep(PROJECT, way=after)
    if as_json:
        rows = [result.model_dump() for result in results]
        click.echo(json.dumps({"questions": len(questions), "before": before, "after": after, "ways": rows}))
    else:
        click.echo("\n".join([*table(results, before), sentence(len(questions), before, after)]))


async def measure(questions: "list[Wanted]", before: "Way") -> "list[Measured]":
    """Search for every question in every way."""
    from app import product
    from app.documents import sources, tuning
    from app.documents.scope import Scope
    from app.documents.search import search

    source, language = sources.source(), product.load().product.language
    scores: dict[Way, list[float]] = {}
    for way in tuning.WAYS:
        scores[way] = []
        for wanted in questions:
            found = await search(wanted.question, Scope(), source, count=10, language=language, way=way)
            scores[way].append(tuning.ndcg(found, wanted))
    return [tuning.measured(way, scores[way], scores[before]) for way in tuning.WAYS]


def table(results: "list[Measured]", before: "Way") -> list[str]:
    head = f"{'way':<10}{'nDCG@10':>9}{'recall@10':>11}   gain over the one in use"
    rows = [
        f"{each.way:<10}{each.ndcg:>9.3f}{each.recall:>11.3f}   "
        + ("in use" if each.way == before else f"{each.low:+.3f} to {each.high:+.3f}")
        for each in results
    ]
    return [head, *rows]


def sentence(count: int, before: "Way", after: "Way") -> str:
    from app.documents.tuning import FEW

    if count < FEW:
        return f"{count} questions are too few to tell; {FEW} may do. Nothing was changed."
    return f"before: {before}, after: {after}" if after != before else f"No way is surely better; {before} stays."
