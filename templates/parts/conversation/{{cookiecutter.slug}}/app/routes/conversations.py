"""Conversations over HTTP: list, read, send, rename, delete, export."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any, Literal, ParamSpec, TypeVar
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from app.answer import answer
from app.conversation import export, store
from app.conversation.replies import Replies

router = APIRouter(prefix="/api")

P = ParamSpec("P")
T = TypeVar("T")
Format = Literal["markdown", "json"]


class Body(BaseModel):
    """A request's body; ids are the client's, so that sending the same again does nothing twice."""

    model_config = ConfigDict(extra="forbid")


class Said(Body):
    id: UUID
    reply: UUID
    parent: UUID | None = None
    text: str = Field(max_length=32_000, pattern=r"\S")


class Again(Body):
    id: UUID
    parent: UUID


class Change(Body):
    title: str | None = Field(None, max_length=200, pattern=r"\S")
    leaf: UUID | None = None


async def stored(call: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Run a function of the store in a thread; what is not the visitor's is not there."""
    try:
        return await asyncio.to_thread(call, *arguments, **named)
    except store.NotFound:
        raise HTTPException(404) from None
    except store.Busy:
        raise HTTPException(409) from None


def visitor_of(request: Request) -> str:
    return str(getattr(request.state, "visitor", "owner"))


def replies_of(request: Request) -> Replies:
    replies: Replies = request.app.state.replies
    return replies


@router.get("/conversations")
async def listed(
    request: Request,
    query: Annotated[str, Query(max_length=200)] = "",
    before: Annotated[str, Query(pattern=r"^$|^[0-9T:.-]+~[0-9a-f-]+$")] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 30,
) -> dict[str, Any]:
    """List the visitor's conversations, those that changed last first; `before` is where the last page ended."""
    rows = await stored(store.listed, visitor_of(request), query, before, limit)
    more = len(rows) == limit
    return {
        "conversations": [described(row) for row in rows],
        "before": f"{rows[-1]['updated'].isoformat()}~{rows[-1]['id']}" if more else None,
    }


@router.get("/conversations/{conversation}")
async def one(request: Request, conversation: UUID) -> dict[str, Any]:
    row, messages = await stored(store.conversation_of, visitor_of(request), str(conversation))
    return store.whole(row, messages)


@router.patch("/conversations/{conversation}")
async def change(request: Request, conversation: UUID, change: Change) -> dict[str, Any]:
    leaf = str(change.leaf) if change.leaf else None
    await stored(store.change, visitor_of(request), str(conversation), change.title, leaf)
    return await one(request, conversation)


@router.delete("/conversations/{conversation}", status_code=204)
async def delete(request: Request, conversation: UUID) -> None:
    """Delete a conversation; a reply that is being written in it is stopped first."""
    for reply in await stored(store.live_replies, visitor_of(request), str(conversation)):
        await replies_of(request).stop(reply)
    await stored(store.forget, visitor_of(request), str(conversation))


@router.get("/conversations/{conversation}/export")
async def exported(
    request: Request, conversation: UUID, wanted: Annotated[Format, Query(alias="format")] = "markdown"
) -> Response:
    row, messages = await stored(store.conversation_of, visitor_of(request), str(conversation))
    text, kind, ending = export.FORMATS[wanted](row, messages)
    named = {"content-disposition": f'attachment; filename="conversation-{row["created"]:%Y-%m-%d}.{ending}"'}
    return Response(text, media_type=kind, headers=named)


@router.post("/conversations/{conversation}/messages", status_code=202)
async def say(request: Request, conversation: UUID, said: Said) -> dict[str, Any]:
    """Enter a message and begin to answer it."""
    parent = str(said.parent) if said.parent else None
    asked = await stored(
        store.say, visitor_of(request), str(conversation), str(said.id), str(said.reply), parent, said.text
    )
    begin(request, asked)
    return {"message": store.described(asked.message), "reply": store.described(asked.reply)}


@router.post("/conversations/{conversation}/replies", status_code=202)
async def again(request: Request, conversation: UUID, wanted: Again) -> dict[str, Any]:
    """Answer a message once more; the earlier replies stay."""
    asked = await stored(store.again, visitor_of(request), str(conversation), str(wanted.parent), str(wanted.id))
    begin(request, asked)
    return {"reply": store.described(asked.reply)}


def begin(request: Request, asked: store.Asked) -> None:
    if asked.history:
        state = request.app.state
        events = answer(asked.history, state.product.get(), visitor_of(request), state.project)
        replies_of(request).start(asked.reply["id"], events)


def described(row: dict[str, Any]) -> dict[str, Any]:
    shown = ("id", "title", "live", "snippet")
    return {name: row[name] for name in shown if name in row} | {"updated": store.iso(row["updated"])}
