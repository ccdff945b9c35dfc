"""Asks from the command line: `python -m app ask QUESTION`."""

import asyncio
import json
from dataclasses import asdict
from typing import Any

import click


@click.command("ask")
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of text.")
def command(question: str, as_json: bool) -> None:
    """Ask QUESTION and print the reply."""
    from app.llm import LLMFault

    question = question.encode("utf-8", "replace").decode()  # an argument may hold bytes that are no text
    if not question.strip():
        raise click.UsageError("The question is empty.")
    try:
        reply = asyncio.run(ask(question, as_json))
    except LLMFault as fault:
        raise click.ClickException(f"{fault.message} {fault.hint}".strip()) from None
    click.echo(json.dumps(reply, ensure_ascii=False) if as_json else "")


async def ask(question: str, quiet: bool) -> dict[str, Any]:
    """Return the whole reply; unless quiet, print it as it comes."""
    from app import product
    from app.answer import answer
    from app.conversation.events import Note, Start
    from app.llm import Delta, Done, Message

    reply: dict[str, Any] = {"answerer": "", "text": "", "nearest": ()}
    async for event in answer([Message("user", question)], product.load()):
        match event:
            case Start(answerer):
                reply["answerer"] = answerer
            case Delta(text):
                reply["text"] += text
                click.echo("" if quiet else text, nl=False)
            case Note("nearest", fields):
                reply["nearest"] = fields["questions"]
            case Done():
                reply |= asdict(event)
    return reply
