"""What the app's owner sees of it; to everyone else there is nothing here."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.exceptions import HTTPException

from app.conversation.requests import Body


def only_admin(request: Request) -> None:
    if not request.state.is_admin:
        raise HTTPException(404)


router = APIRouter(prefix="/api/admin", dependencies=[Depends(only_admin)])


class Case(Body):
    """A reply to make a case of, and what a better one holds, if the owner says so."""

    reply: UUID
    contains: list[Annotated[str, Field(pattern=r"\S", max_length=500)]] = Field([], max_length=20)


@router.get("/overview")
def overview(days: Annotated[int, Query(ge=1, le=366)] = 30) -> dict[str, Any]:
    """Sum the last days up: visitors, spending, errors, the slowest and the worst-rated replies."""
    from app.conversation import overview

    return overview.of_days(days)


@router.post("/cases")
def case(request: Request, wanted: Case) -> dict[str, bool]:
    """Add the message and its reply to the evaluation's cases, unless they are there."""
    from app.conversation import cases

    try:
        added = cases.add(request.app.state.project / "evals" / "cases.jsonl", str(wanted.reply), wanted.contains)
    except LookupError:
        raise HTTPException(404) from None
    return {"added": added}
