"""Search over HTTP: the passages that a question is about."""

import asyncio
import importlib
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request

from app.documents import sources
from app.documents.passages import Way
from app.documents.requests import language_of
from app.documents.scope import Scope, in_utc
from app.documents.shapes import Found

router = APIRouter(prefix="/api/search")

Question = Annotated[str, Query(min_length=1, max_length=2_000, pattern=r"\S")]
Count = Annotated[int, Query(ge=1, le=100)]


@router.get("")
async def find(
    request: Request,
    query: Question,
    count: Count = 10,
    document: str = "",
    folder: str = "",
    kind: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    way: Way | None = None,
) -> Found:
    """Return the passages that whoever asks may read, the best one first."""
    await asyncio.to_thread(importlib.import_module, "app.documents.search")
    from app.documents.search import search

    scope = Scope(request.state.visitor, document, folder, kind, in_utc(since), in_utc(until))
    passages = await search(
        query,
        scope,
        sources.source(),
        count=count,
        language=language_of(request),
        way=way,
        project=request.app.state.project,
    )
    return Found(query=query, passages=passages)
