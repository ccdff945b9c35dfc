"""Documents over HTTP: list, bring, rename, delete, show where a passage stands."""

import asyncio
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote as escaped

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from limits import parse_many
from pydantic import BaseModel, ConfigDict, Field

from app.documents import names, sources
from app.documents.kinds import ENDINGS
from app.documents.refusals import Refusal
from app.documents.requests import Mine, language_of
from app.documents.settings import DocumentSettings
from app.documents.shapes import Document, Listing, View, document
from app.documents.uploads import UploadSettings
from app.documents.views import AROUND
from app.security.addresses import network_of

if TYPE_CHECKING:
    from app.documents.library import File

body_limits = {"/api/documents": 200_000_000}  # bytes; within this, DOCUMENT_MB holds

router = APIRouter(prefix="/api/documents")

Name = Annotated[str, Query(min_length=1, max_length=names.LONGEST)]
Modified = Annotated[float | None, Query(ge=0, le=10**14, description="milliseconds since 1970")]
Offset = Annotated[int, Query(ge=0)]
Words = Annotated[str, Query(max_length=200)]
Quote = Annotated[str, Query(max_length=2_000)]


class Renaming(BaseModel):
    """A file's new name."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=names.LONGEST)


@router.get("")
def listed(
    request: Request, shelf: Mine, query: Words = "", limit: Annotated[int, Query(ge=1, le=1_000)] = 200
) -> Listing:
    """List the files that whoever asks may read."""
    rows, counts = shelf.files(query, limit + 1)
    return Listing(
        documents=[document(row, language_of(request)) for row in rows[:limit]],
        more=len(rows) > limit,
        **asdict(counts),
        has_meaning=sources.source() is not None,
        endings=list(ENDINGS),
        may_add=shelf.may_add,
        may_share=shelf.is_admin,
    )


@router.put("", status_code=202)
async def put(request: Request, shelf: Mine, name: Name, shared: bool = False, modified: Modified = None) -> Document:
    """Bring a file, the request's body, or replace the one of that name; it is read in the background."""
    name = names.written(name)
    await asyncio.to_thread(shelf.may_put, name, shared, int(request.headers.get("content-length", 0)))
    if not shelf.is_admin:
        rates = parse_many(UploadSettings().rate_uploads)
        await request.app.state.limiter.take(rates, "uploads", network_of(request.scope))
    when = datetime.now(UTC) if modified is None else datetime.fromtimestamp(modified / 1000, UTC)
    row = await asyncio.to_thread(shelf.put, await file(request, name, when), shared)
    return document(row, language_of(request))


async def file(request: Request, name: str, modified: datetime) -> "File":
    """Read the body while it is within the limit."""
    from app.documents.library import File

    most = DocumentSettings().document_mb * 1_000_000
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > most:
            raise Refusal("file_too_large")
    return File(name, bytes(data), modified)


@router.patch("/{identity}")
def rename(request: Request, shelf: Mine, identity: str, change: Renaming) -> Document:
    return document(shelf.rename(identity, names.written(change.name)), language_of(request))


@router.delete("/{identity}", status_code=204)
def delete(shelf: Mine, identity: str) -> None:
    shelf.delete(identity)


@router.get("/{identity}/view")
def view(
    request: Request,
    shelf: Mine,
    identity: str,
    start: Offset = 0,
    end: Offset = 0,
    quote: Quote = "",
    around: Annotated[int, Query(ge=0, le=200_000)] = AROUND,
) -> View:
    """Return what stands from `start` to `end` of a file's text, or where the quote stands by now, and around it."""
    row, place, titles = shelf.view(identity, start, end, quote, around)
    return View(document=document(row, language_of(request)), titles=titles, **asdict(place))


@router.get("/{identity}/file")
def original(shelf: Mine, identity: str) -> Response:
    """Return the file as it was brought, to be saved and never shown: it is whatever someone brought."""
    name, data = shelf.original(identity)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{escaped(name)}"}
    return Response(data, media_type="application/octet-stream", headers=headers)
