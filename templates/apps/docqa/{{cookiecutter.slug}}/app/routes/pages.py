"""Pages of PDFs over HTTP: where on one a quote stands, and its picture."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from limits import parse_many

from app.documents.requests import Mine
from app.documents.shapes import Page
from app.security.addresses import network_of

RATES = parse_many("240/minute")  # from one address: each takes a process for a moment

Offset = Annotated[int, Query(ge=0)]
Quote = Annotated[str, Query(max_length=2_000)]


async def counted(request: Request) -> None:
    await request.app.state.limiter.take(RATES, "pages", network_of(request.scope))


router = APIRouter(prefix="/api/documents", dependencies=[Depends(counted)])


@router.get("/{identity}/page")
def page(
    shelf: Mine, identity: str, start: Offset = 0, end: Offset = 0, quote: Quote = "", number: int | None = None
) -> Page:
    """Return the page of a PDF on which a quote begins, or another, and where on it the quote stands."""
    return Page.model_validate(asdict(shelf.page(identity, start, end, quote, number)))


@router.get("/{identity}/pages/{number}")
def picture(request: Request, shelf: Mine, identity: str, number: int) -> Response:
    """Return a page of a PDF as a picture; a browser that has it is told so, and nothing is drawn."""
    row = shelf.drawable(identity, number)
    tag = f'"{row["digest"]}-{number}"'
    headers = {"etag": tag, "cache-control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(shelf.picture(row, number), media_type="image/png", headers=headers)
