"""A reply over HTTP: watch it, stop it, rate it."""

import asyncio
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import Field

from app.conversation.requests import Body, Mine, replies_of
from app.rate import free

router = APIRouter(prefix="/api/replies/{reply}")


class Rating(Body):
    """What the visitor thinks of a reply."""

    value: Literal["up", "down"] | None
    reason: str = Field("", max_length=2_000)


@router.get("/events")
async def events(
    mine: Mine, request: Request, reply: UUID, after: str = "", last_event_id: Annotated[str, Header()] = ""
) -> Response:
    """Stream the reply's events, from the number of the last one that the viewer has."""
    number = number_of(last_event_id or after)
    row = await asyncio.to_thread(mine.reply_of, str(reply))
    if row["status"] != "live" and number > len(row["text"]):
        return Response(status_code=204)  # EventSource comes again after anything else
    chunks = replies_of(request.app).follow(mine, str(reply), number)
    return StreamingResponse(chunks, media_type="text/event-stream", headers={"x-accel-buffering": "no"})


@router.post("/stop")
@free
async def stop(mine: Mine, request: Request, reply: UUID) -> dict[str, Any]:
    """End the reply, and return what there is of it."""
    from app.conversation import shapes

    row = await asyncio.to_thread(mine.reply_of, str(reply))
    if row["status"] == "live":
        await replies_of(request.app).stop(str(reply))
        row = await asyncio.to_thread(mine.reply_of, str(reply))
    return shapes.message(row)


@router.put("/rating", status_code=204)
def rate(mine: Mine, reply: UUID, rating: Rating) -> None:
    mine.rate(str(reply), rating.value, rating.reason)


def number_of(text: str) -> int:
    """Read an event's number; what is none counts as 0, since an error would end a browser's reconnecting."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
