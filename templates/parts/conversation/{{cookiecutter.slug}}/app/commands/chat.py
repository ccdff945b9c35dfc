"""Talks from the command line: `python -m app chat MESSAGE`."""

import asyncio
import json
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import click

if TYPE_CHECKING:
    from app.conversation.replies import Replies


@click.command("chat")
@click.argument("message")
@click.option("--conversation", type=click.UUID, help="Go on with this conversation, as --json named it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of text.")
def command(message: str, conversation: UUID | None, as_json: bool) -> None:
    """Say MESSAGE and print the reply; the conversation is kept, as the owner's.

    The JSON is the reply as GET /api/conversations/ID shows it, with the id of its "conversation".
    """
    from app.conversation.store import Busy, NotFound

    message = message.encode("utf-8", "replace").decode()  # an argument may hold bytes that are no text
    if not message.strip():
        raise click.UsageError("The message is empty.")
    try:
        reply = asyncio.run(chat(message, conversation, as_json))
    except NotFound:
        raise click.ClickException("The owner has no such conversation.") from None
    except Busy:
        raise click.ClickException("A reply is still being written in this conversation.") from None
    click.echo(json.dumps(reply, ensure_ascii=False) if as_json else "")
    if fault := reply["fault"]:
        raise click.ClickException(f"{fault['message']} {fault['hint']}".strip())


async def chat(text: str, conversation: UUID | None, quiet: bool) -> dict[str, Any]:
    """Return the whole reply; unless quiet, print it as it comes."""
    from app.conversation.replies import Replies
    from app.llm import about

    replies = Replies(about)
    keeping = asyncio.create_task(replies.run())
    try:
        return await answered(replies, text, conversation, quiet)
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


async def answered(replies: "Replies", text: str, conversation: UUID | None, quiet: bool) -> dict[str, Any]:
    from functools import partial

    from app.answer import answer
    from app.conversation import shapes
    from app.conversation.store import Own
    from app.llm import about

    own, talk = Own("owner"), str(conversation or uuid4())
    parent = own.conversation_of(talk)[0]["leaf"] if conversation else None
    asked = own.say(talk, str(uuid4()), str(uuid4()), parent, text)
    live = replies.start(asked.reply["id"], partial(answer, asked.history, about.get(), own.visitor))
    shown = 0
    while not live.outcome:
        await live.change()
        click.echo("" if quiet else live.text[shown:], nl=False)
        shown = len(live.text)
    return {"conversation": talk, **shapes.message(own.reply_of(live.id))}
