"""Reads files and makes their vectors while the server runs, whoever brought them: page, folder or shell."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from app.faults import OwnerFault
from fastapi import FastAPI

from app.documents import folder, ingest, meaning, sources
from app.documents.attention import attention
from app.documents.settings import DocumentSettings

LOOK = 1.0  # seconds between two looks for work; one is a query of a small table
AFTER_FAULT = 15.0

log = logging.getLogger("app")


async def start(app: FastAPI) -> None:
    project = app.state.project
    source = sources.source()
    try:
        await asyncio.gather(
            repeated(lambda: read_waiting(project)),
            repeated(lambda: make_vectors(source, project)),
            followed(project),
        )
    finally:
        if source:
            source.close()


async def repeated(step: Callable[[], Awaitable[bool]]) -> None:
    """Take steps while there is work, then look again now and then."""
    while True:
        try:
            worked = await step()
        except OwnerFault as fault:
            log.error("%s", fault)
            await asyncio.sleep(AFTER_FAULT)
        except Exception:
            log.exception("work on the documents failed")
            await asyncio.sleep(AFTER_FAULT)
        else:
            await asyncio.sleep(0 if worked else LOOK)


async def read_waiting(project: Path) -> bool:
    going_on = True
    reading = asyncio.create_task(asyncio.to_thread(ingest.read_next, DocumentSettings(), lambda: going_on, project))
    try:
        return bool(await asyncio.shield(reading))
    finally:
        going_on = False  # a server that stops does not wait for a file: it waits in the store


async def make_vectors(source: sources.Source | None, project: Path) -> bool:
    await attention.free()
    return bool(source and await meaning.embed_next(source, project))


async def followed(project: Path) -> None:
    """Bring the folder's files when the server starts."""
    try:
        await asyncio.to_thread(folder.follow, project)
    except OwnerFault as fault:
        log.error("%s", fault)
