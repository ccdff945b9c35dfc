"""What the app knows of its visitor, and the way to have it forgotten."""

import asyncio
from typing import Any

from fastapi import APIRouter, Request

from app import keeping
from app.conversation.requests import Mine, replies_of
from app.discovery import exported
from app.guard import NANO, CapSettings

router = APIRouter(prefix="/api/me")


@router.get("")
def me(request: Request) -> dict[str, Any]:
    """Tell what the visitor spent today, and may spend."""
    from app import db, usage

    caps = CapSettings()
    with db.read() as connection:
        spent = usage.spent(connection, caps.today(), request.state.visitor)
    own, cap = spent["cap_visitor"] / NANO, float(caps.cap_visitor_usd)
    return {"spent_usd": own, "cap_usd": cap, "is_admin": request.state.is_admin}


@router.delete("", status_code=204)
async def forget(mine: Mine, request: Request) -> None:
    """Delete what is kept of the visitor, and their cookie; what calls cost stays, under an id that is nobody's."""
    for reply in await asyncio.to_thread(mine.live_replies):
        await replies_of(request.app).stop(reply)
    for forget_all in exported(keeping, "forget"):
        await asyncio.to_thread(forget_all, request.state.visitor, request.app.state.project)
    request.state.ticket = None
