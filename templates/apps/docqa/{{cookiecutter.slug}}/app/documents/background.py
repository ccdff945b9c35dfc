"""Reads files and makes their vectors while the server runs, whoever brought them: page, folder or shell."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from app.documents import folder, ingest, meaning, sources
from app.documents.attention import attention
from app.documents.settings import DocumentSettings
from app.faults import OwnerFault
from app.llm import LLMFault

LOOK = 1.0  # seconds between two looks for work; one is a query of a small table
AFTER_FAULT = 15.0

log = logging.getLogger("app")


async def go_on(project: Path) -> None:
    """Work until this is cancelled; what was begun waits in the store."""
    source = sources.source()
    attention.has_background = True
    try:
        await asyncio.gather(
            repeated(Folder(project).follow),
            repeated(lambda: read(project)),
            repeated(lambda: embed(source, project)),
        )
    finally:
        attention.has_background = False
        if source:
            source.close()


async def repeated(step: Callable[[], Awaitable[bool]]) -> None:
    """Take steps while there is work, then look again now and then."""
    while True:
        try:
            await asyncio.sleep(0 if await step() else LOOK)
        except OwnerFault:  # the store's own task has said what is wrong with it
            await asyncio.sleep(AFTER_FAULT)
        except LLMFault as fault:  # of the service that makes vectors; words serve meanwhile
            log.error("vectors wait: %s %s", fault.message, fault.hint)
            await asyncio.sleep(AFTER_FAULT)
        except Exception:
            log.exception("work on the documents failed")
            await asyncio.sleep(AFTER_FAULT)


class Folder:
    """Brings the files of data/documents when the server starts."""

    def __init__(self, project: Path) -> None:
        self._project = project
        self._is_followed = False

    async def follow(self) -> bool:
        if not self._is_followed:
            await asyncio.to_thread(folder.follow, self._project)
            self._is_followed = True
        return False


async def read(project: Path) -> bool:
    """Read one file; a server that stops does not wait for its end."""
    is_going_on = True
    try:
        return bool(await asyncio.to_thread(ingest.read_next, DocumentSettings(), lambda: is_going_on, project))
    finally:
        is_going_on = False


async def embed(source: sources.Source | None, project: Path) -> bool:
    """Make a few vectors, once nobody waits for an answer."""
    await attention.free()
    return bool(source and await meaning.embed_next(source, project))
