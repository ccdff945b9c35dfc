"""Conversations over HTTP: list, read, send, rename, delete, export."""

import asyncio
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import AfterValidator, Field

from app.answer import answer
from app.conversation.requests import Body, Mine, replies_of

if TYPE_CHECKING:
    from app.conversation.store import Asked

router = APIRouter(prefix="/api/conversations")


def a_cursor(before: str) -> str:
    """Refuse what the list never gave out."""
    if before:
        datetime.fromisoformat(before.partition("~")[0])
    return before


Choice = Annotated[str, Field(max_length=300)]
Before = Annotated[str, Query(max_length=100), AfterValidator(a_cursor)]
Limit = Annotated[int, Query(ge=1, le=100)]
Format = Annotated[Literal["markdown", "json"], Query(alias="format")]


class Said(Body):
    """A message of the visitor's, the id that the reply to it gets, and what they chose beside their words."""

    id: UUID
    reply: UUID
    parent: UUID | None = None
    text: str = Field(max_length=32_000, pattern=r"\S")
    choices: dict[Choice, Choice] = Field({}, max_length=8)


class Again(Body):
    """Another reply to a message."""

    id: UUID
    parent: UUID


class Change(Body):
    """What may be changed of a conversation."""

    title: str | None = Field(None, max_length=200, pattern=r"\S")
    leaf: UUID | None = None


@router.get("")
def listed(
    mine: Mine, query: Annotated[str, Query(max_length=200)] = "", before: Before = "", limit: Limit = 30
) -> dict[str, Any]:
    """List the conversations, those that changed last first; `before` is where the last page ended."""
    from app.conversation import shapes

    rows = mine.listed(query, before, limit)
    return {"conversations": [shapes.line(row) for row in rows], "before": shapes.cursor(rows, limit)}


@router.get("/{conversation}")
def whole(mine: Mine, conversation: UUID) -> dict[str, Any]:
    from app.conversation import shapes

    return shapes.whole(*mine.conversation_of(str(conversation)))


@router.patch("/{conversation}")
def change(mine: Mine, conversation: UUID, change: Change) -> dict[str, Any]:
    mine.change(str(conversation), change.title, str(change.leaf) if change.leaf else None)
    return whole(mine, conversation)


@router.delete("/{conversation}", status_code=204)
async def delete(mine: Mine, request: Request, conversation: UUID) -> None:
    """Delete a conversation; a reply that is being written in it is stopped first."""
    for reply in await asyncio.to_thread(mine.live_replies, str(conversation)):
        await replies_of(request.app).stop(reply)
    await asyncio.to_thread(mine.forget, str(conversation))


@router.get("/{conversation}/export")
def exported(mine: Mine, conversation: UUID, wanted: Format = "markdown") -> Response:
    from app.conversation import export

    row, messages = mine.conversation_of(str(conversation))
    text, kind, ending = export.FORMATS[wanted](row, messages)
    named = {"content-disposition": f'attachment; filename="conversation-{row["created"]:%Y-%m-%d}.{ending}"'}
    return Response(text, media_type=kind, headers=named)


@router.post("/{conversation}/messages", status_code=202)
async def say(mine: Mine, request: Request, conversation: UUID, said: Said) -> dict[str, Any]:
    """Enter a message and begin to answer it."""
    ids = str(conversation), str(said.id), str(said.reply), str(said.parent) if said.parent else None
    asked = await asyncio.to_thread(mine.say, *ids, said.text, said.choices)
    return begun(request, asked)


@router.post("/{conversation}/replies", status_code=202)
async def again(mine: Mine, request: Request, conversation: UUID, wanted: Again) -> dict[str, Any]:
    """Answer a message once more; the earlier replies stay."""
    asked = await asyncio.to_thread(mine.again, str(conversation), str(wanted.parent), str(wanted.id))
    return begun(request, asked)


def begun(request: Request, asked: "Asked") -> dict[str, Any]:
    """Begin the reply, unless the request only came twice."""
    from app.conversation import shapes

    if asked.history:
        state = request.app.state
        answering = partial(answer, asked.history, state.product.get(), request.state.visitor, state.project)
        replies_of(request.app).start(asked.reply["id"], answering)
    return {"message": shapes.message(asked.message), "reply": shapes.message(asked.reply)}
