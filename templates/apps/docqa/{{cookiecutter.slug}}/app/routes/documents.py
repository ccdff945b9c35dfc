"""Documents over HTTP: list, bring, rename, delete, show where a passage stands, search.

Everyone reads the shared workspace and their own; what is in another's is not there.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, ParamSpec, TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from app.documents import library, present, sources
from app.documents.index import Scope
from app.documents.kinds import KINDS
from app.documents.refusals import refused
from app.documents.search import search
from app.documents.settings import DocumentSettings
from app.documents.tables import SHARED
from app.documents.views import view_of

MOST_BYTES = 200_000_000
body_limits = {"/api/documents": MOST_BYTES}  # beside this, DOCUMENT_MB holds

router = APIRouter(prefix="/api")

P = ParamSpec("P")
T = TypeVar("T")

Name = Annotated[str, Query(min_length=1, max_length=library.LONGEST_NAME)]


class Renaming(BaseModel):
    """A file's new name."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=library.LONGEST_NAME, pattern=r"\S")


async def stored(call: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Run a function of the library in a thread; what the visitor may not see or change is not there."""
    try:
        return await asyncio.to_thread(call, *arguments, **named)
    except library.NotThere:
        raise HTTPException(404) from None


def visitor_of(request: Request) -> str:
    return str(getattr(request.state, "visitor", "owner"))


def is_admin(request: Request) -> bool:
    return bool(getattr(request.state, "is_admin", False))


def writable(request: Request) -> set[str]:
    """Return the workspaces that whoever asks may change."""
    return {visitor_of(request)} | ({SHARED} if is_admin(request) else set())


def language_of(request: Request) -> str:
    return str(request.app.state.product.get().product.language)


def refusal(request: Request, code: str) -> HTTPException:
    return refused(code, language_of(request), DocumentSettings().limits())


@router.get("/documents")
async def listed(request: Request) -> dict[str, Any]:
    """List the files that whoever asks may read."""
    rows = await stored(library.listed, visitor_of(request), request.app.state.project)
    settings = DocumentSettings()
    return {
        "documents": [present.described(row, language_of(request)) for row in rows],
        "passages": sum(row["passages"] for row in rows),
        "kinds": KINDS,
        "largest": settings.document_mb * 1_000_000,
        "may_add": is_admin(request) or settings.documents_per_visitor > 0,
        "may_share": is_admin(request),
    }


@router.put("/documents", status_code=202)
async def put(
    request: Request,
    name: Name,
    shared: bool = False,
    modified: Annotated[float | None, Query(ge=0, le=10**14)] = None,
) -> dict[str, Any]:
    """Bring a file, the request's body, or replace the one of that name; `modified` is in milliseconds."""
    workspace = SHARED if shared else visitor_of(request)
    if workspace not in writable(request):
        raise refusal(request, "not_yours")
    name = usable(request, name)
    project = request.app.state.project
    await refuse_too_many(request, workspace, name)
    data = await body(request)
    when = datetime.fromtimestamp(modified / 1000, UTC) if modified is not None else datetime.now(UTC)
    row = await stored(library.put, workspace, library.File(name, data, when), project)
    return present.described(row, language_of(request))


def usable(request: Request, name: str) -> str:
    """Return a name as names are written here."""
    if found := library.named(name):
        return found
    raise refusal(request, "no_name")


async def body(request: Request) -> bytes:
    """Read the body while it is within the limit."""
    most = DocumentSettings().document_mb * 1_000_000
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > most:
            raise refusal(request, "file_too_large")
    return bytes(data)


async def refuse_too_many(request: Request, workspace: str, name: str) -> None:
    if workspace == SHARED:
        return
    rows = await stored(library.listed, workspace, request.app.state.project)
    own = {row["name"] for row in rows if row["workspace"] == workspace}
    if name not in own and len(own) >= DocumentSettings().documents_per_visitor:
        raise refusal(request, "too_many_files")


@router.patch("/documents/{document}")
async def rename(request: Request, document: str, change: Renaming) -> dict[str, Any]:
    name = usable(request, change.name)
    try:
        row = await stored(library.rename, document, writable(request), name, request.app.state.project)
    except library.NameTaken:
        raise refusal(request, "name_taken") from None
    return present.described(row, language_of(request))


@router.delete("/documents/{document}", status_code=204)
async def delete(request: Request, document: str) -> None:
    await stored(library.delete, document, writable(request), request.app.state.project)


@router.get("/documents/{document}/view")
async def view(
    request: Request,
    document: str,
    start: Annotated[int, Query(ge=0)] = 0,
    end: Annotated[int, Query(ge=0)] = 0,
) -> dict[str, Any]:
    """Return what stands from `start` to `end` of a file's text, and what stands around it."""
    project = request.app.state.project
    row = await stored(library.one, document, visitor_of(request), project)
    text = await stored(library.text_of, document, project)
    return {"document": present.described(row, language_of(request)), **view_of(text, start, end)}


@router.get("/documents/{document}/file")
async def file(request: Request, document: str) -> Response:
    """Return the file as it was brought, to be saved and never shown: it is whatever someone brought."""
    project = request.app.state.project
    row = await stored(library.one, document, visitor_of(request), project)
    data = await stored(library.data_of, row["digest"], project)
    named = f"attachment; filename*=UTF-8''{quote(row['name'].rsplit('/', 1)[-1])}"
    return Response(data, media_type="application/octet-stream", headers={"content-disposition": named})


@router.get("/search")
async def find(
    request: Request,
    query: Annotated[str, Query(min_length=1, max_length=2_000, pattern=r"\S")],
    count: Annotated[int, Query(ge=1, le=100)] = 10,
    document: str = "",
    folder: str = "",
    kind: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    way: Literal["words", "meaning", "both"] | None = None,
) -> dict[str, Any]:
    """Return the passages that a question is about, the best one first."""
    scope = Scope(visitor_of(request), document, folder, kind, naive(since), naive(until))
    passages = await search(
        query,
        scope,
        sources.source(),
        count=count,
        language=language_of(request),
        way=way,
        project=request.app.state.project,
    )
    return {"query": query, "passages": [present.passage(passage) for passage in passages]}


def naive(when: datetime | None) -> datetime | None:
    """Return a time as the store has it: UTC, without saying so."""
    return when.astimezone(UTC).replace(tzinfo=None) if when and when.tzinfo else when
