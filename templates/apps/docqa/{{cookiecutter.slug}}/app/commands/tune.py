"""Chooses how to search by measuring: `python -m app tune`."""

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from app.documents.passages import Way
    from app.measuring.helping import Helped
    from app.measuring.thresholds import Threshold
    from app.measuring.tuning import Scored
    from app.measuring.wanted import Wanted


@dataclass(frozen=True)
class Tuned:
    """What was measured, and the way that follows."""

    ways: "list[Scored]"
    after: "Way"
    thresholds: "list[Threshold]"
    help: "list[Helped]"


@click.command("tune")
@click.option("--dry-run", is_flag=True, help="Measure, and change nothing.")
@click.option(
    "--model", "with_model", is_flag=True, help="Measure what RERANK and REWRITE_FOLLOW_UPS gain, too; this costs."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of tables.")
def command(dry_run: bool, with_model: bool, as_json: bool) -> None:
    """Measure on the questions of evals/passages.jsonl how to search, and from how close on to answer.

    Whether words, meaning or both find more: another way than the one in use is taken only where it surely does
    better. From which closeness on passages are taken to answer: another threshold is taken where it errs less on
    questions that it was not chosen by. data/search.json holds both. With --model, what a model's help gains, with
    the line of .env that follows; no setting is changed.
    """
    from app import llm
    from app.documents import tuned
    from app.measuring import wanted
    from app.settings import PROJECT

    questions = wanted.read(PROJECT / "evals" / wanted.FILE)
    if not any(each.quote for each in questions):
        raise click.ClickException(
            f"evals/{wanted.FILE} holds no question with a quote; write {wanted.SHAPE}, or have app evals-draft do it"
        )
    model = llm.answerer() if with_model else ""
    if model is None:
        raise click.ClickException("No model is configured; set LLM_API_KEY or LLM_BASE_URL.")
    before = tuned.way(PROJECT)
    found = asyncio.run(measured(questions, before, bool(model)))
    if not dry_run:
        keep(found, before)
    click.echo(as_document(found, before, questions) if as_json else as_tables(found, before, questions, model))


async def measured(questions: "list[Wanted]", before: "Way", with_model: bool) -> Tuned:
    """Bring the documents, then search for all questions."""
    from app import product, subject
    from app.documents import sources
    from app.measuring import drafting, helping, tuning
    from app.measuring.searching import Searcher

    await subject.prepare()
    searcher = Searcher(sources.source(), product.load().product.language)
    answerable = [each for each in questions if each.quote]
    ways = await searcher.ways(answerable, before)
    after = tuning.chosen(ways, before, len(answerable))
    thresholds = await searcher.thresholds([each for each in questions if not drafting.is_by_rules(each)], after)
    steps = (helping.reranking, helping.rewriting) if with_model else ()
    helped = [await step(searcher, answerable, after) for step in steps]
    return Tuned(ways, after, thresholds, [each for each in helped if each])


def keep(found: Tuned, before: "Way") -> None:
    """Enter what is better than before."""
    from app.documents import tuned
    from app.settings import PROJECT

    better = {each.scale: each.after for each in found.thresholds if each.is_better}
    if found.after != before:
        tuned.keep(PROJECT, way=found.after)
    if better:
        tuned.keep(PROJECT, thresholds={**tuned.thresholds(PROJECT), **better})


def as_document(found: Tuned, before: "Way", questions: "list[Wanted]") -> str:
    return json.dumps(
        {
            "questions": len(questions),
            "before": before,
            "after": found.after,
            "ways": [each.model_dump() for each in found.ways],
            "thresholds": [each.model_dump() for each in found.thresholds],
            "help": [each.model_dump() for each in found.help],
        }
    )


def as_tables(found: Tuned, before: "Way", questions: "list[Wanted]", model: str) -> str:
    from app.measuring import told

    count = sum(each.quote is not None for each in questions)
    lines = [*told.ways(found.ways, before, found.after, count)]
    for threshold in found.thresholds:
        lines += told.threshold(threshold)
    for each in found.help:
        lines += told.help_of(each, model)
    return "\n".join(lines)
