"""Asks the documents from the command line: `python -m app ask QUESTION`."""

import asyncio
from datetime import datetime
from textwrap import shorten
from typing import TYPE_CHECKING

import click

from app.documents.schemas import schema_option

if TYPE_CHECKING:
    from app.documents.answers import Answer, Cited

QUOTE = 240  # characters of a quote that a person is shown


def shape() -> "type[Answer]":
    from app.documents.answers import Answer

    return Answer


@click.command("ask")
@click.argument("question")
@click.option("--folder", default="", help="Only files below this folder.")
@click.option("--kind", default="", help="Only files of this kind, such as pdf.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only files changed on this day or later.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Only files changed on this day or earlier.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of text.")
@schema_option(shape)
def command(
    question: str, folder: str, kind: str, since: datetime | None, until: datetime | None, as_json: bool
) -> None:
    """Answer QUESTION from the shared workspace, each sentence with the passage that proves it; nothing is kept.

    Exits 0 where the documents do not answer, too: --json says so under "answered".
    """
    from app.llm import LLMFault

    question = question.encode("utf-8", "replace").decode()  # an argument may hold bytes that are no text
    if not question.strip():
        raise click.UsageError("The question is empty.")
    days = {"since": since, "until": until}
    chosen = {"folder": folder, "kind": kind, **{name: day.isoformat() for name, day in days.items() if day}}
    try:
        answer = asyncio.run(answered(question, {name: value for name, value in chosen.items() if value}))
    except LLMFault as fault:
        raise click.ClickException(f"{fault.message} {fault.hint}".strip()) from None
    click.echo(answer.model_dump_json() if as_json else told(answer))


async def answered(question: str, choices: dict[str, str]) -> "Answer":
    """Read what is yet to be read, then ask as the page does."""
    from app.answer import answer
    from app.documents import folder, ingest
    from app.documents.answers import collected
    from app.llm import Message
    from app.product import load

    await asyncio.to_thread(folder.follow)
    await asyncio.to_thread(list, ingest.read_all())
    return await collected(question, answer([Message("user", question, choices)], load()))


def told(answer: "Answer") -> str:
    """Return an answer as a person reads it: its text, then what its numbers stand for."""
    return "\n".join([answer.text, *(["", *map(source, answer.citations)] if answer.citations else [])])


def source(citation: "Cited") -> str:
    page = f", page {citation.page}" if citation.page else ""
    place = " > ".join((f"{citation.file}{page}", *citation.headings))
    return f"[{citation.number}] {place}: “{shorten(citation.quote, QUOTE, placeholder=' …')}”"
