"""Drafts questions to evaluate by: `python -m app evals-draft`."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from app.measuring.wanted import Wanted


@click.command("evals-draft")
@click.option("-n", "count", default=20, show_default=True, type=click.IntRange(1, 500), help="Questions with a quote.")
@click.option("--model", "with_model", is_flag=True, help="Have the model write them; this costs.")
@click.option("--keep", metavar="all|none|1,3,5-7", help="Keep these of the draft, and drop the others.")
@click.option("--new", "is_new", is_flag=True, help="Draft anew, whatever waits in the draft.")
def command(count: int, with_model: bool, keep: str | None, is_new: bool) -> None:
    """Draft questions from the shared documents, for you to keep or drop, and half as many that they do not answer.

    The draft is evals/passages.draft.jsonl; what is kept is added to evals/passages.jsonl, by which `app eval` and
    `app tune` measure. On a terminal each question is shown; elsewhere --keep says which are kept.
    """
    from app.measuring import drafts
    from app.settings import PROJECT

    folder = PROJECT / "evals"
    waiting = [] if is_new else drafts.read(folder)
    if keep is not None:
        click.echo(settled(folder, waiting, keep))
        return
    if not waiting:
        waiting = written(folder, count, with_model)
    click.echo(f"evals/{drafts.FILE}: {len(waiting)} questions", err=True)
    if sys.stdin.isatty() and sys.stdout.isatty():
        go_through(folder, waiting)
    else:
        click.echo("\n".join(f"{number}. {shown(each)}" for number, each in enumerate(waiting, 1)))
        click.echo(
            "Next: `app evals-draft --keep all`, or --keep 1,3,5-7; edit the file before that as you like.", err=True
        )


def settled(folder: Path, waiting: "list[Wanted]", keep: str) -> str:
    """Keep what is named, drop the rest, and say so."""
    from app.measuring import drafts, wanted

    if not waiting:
        raise click.ClickException("There is no draft; run app evals-draft first.")
    added = drafts.keep(folder, drafts.chosen(keep, waiting))
    drafts.write(folder, [])
    return f"{added} of {len(waiting)} questions were added to evals/{wanted.FILE}."


def written(folder: Path, count: int, with_model: bool) -> "list[Wanted]":
    """Draft questions, and write them to the draft."""
    from app import product
    from app.measuring import drafts, wanted

    file = folder / wanted.FILE
    known = wanted.read(file) if file.exists() else []
    language = product.load().product.language
    drafted = asyncio.run(by_model(count, language) if with_model else by_rules(count, language, known))
    if not any(each.quote for each in drafted):
        raise click.ClickException("The shared documents give no question; put some into data/documents.")
    drafts.write(folder, drafted)
    return drafted


async def by_rules(count: int, language: str, known: "list[Wanted]") -> "list[Wanted]":
    from app import subject
    from app.measuring import drafting

    await subject.prepare()
    asked = drafting.answerable(count, language, known)
    return [*asked, *drafting.unanswerable(max(1, count // 2), language, known)] if asked else []


async def by_model(count: int, language: str) -> "list[Wanted]":
    """Ask the model, and say what that took."""
    from app import llm, subject
    from app.evaluation.document import dollars
    from app.measuring import modelled

    model = llm.answerer()
    if model is None:
        raise click.ClickException("No model is configured; set LLM_API_KEY or LLM_BASE_URL, or leave --model out.")
    await subject.prepare()
    click.echo(f"Asking {model}, up to {modelled.calls(count)} times ...", err=True)
    try:
        draft = await modelled.drafted(count, language)
    except llm.LLMFault as fault:
        raise click.ClickException(f"{fault.message} {fault.hint}") from None
    invented = f"; dropped {draft.invented} whose quote stands in no passage" if draft.invented else ""
    click.echo(f"That took {dollars(draft.bill.cost_usd, draft.bill.estimated)} USD{invented}.", err=True)
    return [*draft.answerable, *draft.unanswerable[: max(1, count // 2)]]


def go_through(folder: Path, waiting: "list[Wanted]") -> None:
    """Show each question to a person; what is not decided yet stays in the draft, whenever they leave."""
    from app.measuring import drafts

    kept = 0
    while waiting:
        first, *rest = waiting
        click.echo(f"\n{shown(first)}")
        said = click.prompt("keep, drop, edit or quit", type=click.Choice(["k", "d", "e", "q"]), default="k")
        if said == "q":
            break
        if said == "e":
            first = first.model_copy(update={"question": click.prompt("Question", default=first.question)})
        if said != "d":
            kept += drafts.keep(folder, [first])
        waiting = rest
        drafts.write(folder, waiting)
    click.echo(f"{kept} questions were added to evals/passages.jsonl; {len(waiting)} wait in the draft.")


def shown(each: "Wanted") -> str:
    """Return a question as a person judges it."""
    if not each.quote:
        return f"{each.question}\n   the documents do not answer this"
    return f"{each.question}\n   {each.file}: “{' '.join(each.quote.split())}”"
