"""Documents over HTTP: list, bring, rename, delete, show where a passage stands."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from app.documents import names
from app.documents.kinds import ENDINGS
from app.documents.refusals import Refusal
from app.documents.requests import Mine, language_of
from app.documents.settings import DocumentSettings

body_limits = {"/api/documents": 200_000_000}  # bytes; within this, DOCUMENT_MB holds

router = APIRouter(prefix="/api/documents")

Name = Annotated[str, Query(min_length=1, max_length=names.LONGEST)]
Modified = Annotated[float | None, Query(ge=0, le=10**14, description="milliseconds since 1970")]
Offset = Annotated[int, Query(ge=0)]


class Renaming(BaseModel):
    """A file's new name."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=names.LONGEST)


@router.get("")
def listed(request: Request, shelf: Mine) -> dict[str, Any]:
    """List the files that whoever asks may read."""
    from app.documents.present import described

    rows = shelf.files()
    return {
        "documents": [described(row, language_of(request)) for row in rows],
        "passages": sum(row["passages"] for row in rows),
        "endings": list(ENDINGS),
        "may_add": shelf.may_add,
        "may_share": shelf.is_admin,
    }


@router.put("", status_code=202)
async def put(
    request: Request, shelf: Mine, name: Name, shared: bool = False, modified: Modified = None
) -> dict[str, Any]:
    """Bring a file, the request's body, or replace the one of that name; it is read in the background."""
    from app.documents.library import File
    from app.documents.present import described

    name = names.written(name)
    await asyncio.to_thread(shelf.may_put, name, shared)
    when = datetime.now(UTC) if modified is None else datetime.fromtimestamp(modified / 1000, UTC)
    row = await asyncio.to_thread(shelf.put, File(name, await body(request), when), shared)
    return described(row, language_of(request))


async def body(request: Request) -> bytes:
    """Read the body while it is within the limit."""
    most = DocumentSettings().document_mb * 1_000_000
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > most:
            raise Refusal("file_too_large")
    return bytes(data)


@router.patch("/{document}")
def rename(request: Request, shelf: Mine, document: str, change: Renaming) -> dict[str, Any]:
    from app.documents.present import described

    return described(shelf.rename(document, names.written(change.name)), language_of(request))


@router.delete("/{document}", status_code=204)
def delete(shelf: Mine, document: str) -> None:
    shelf.delete(document)


@router.get("/{document}/view")
def view(request: Request, shelf: Mine, document: str, start: Offset = 0, end: Offset = 0) -> dict[str, Any]:
    """Return what stands from `start` to `end` of a file's text, and what stands around it."""
    from app.documents.present import described

    row, found = shelf.view(document, start, end)
    return {"document": described(row, language_of(request)), **found}


@router.get("/{document}/file")
def original(shelf: Mine, document: str) -> Response:
    """Return the file as it was brought, to be saved and never shown: it is whatever someone brought."""
    name, data = shelf.original(document)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(data, media_type="application/octet-stream", headers=headers)
