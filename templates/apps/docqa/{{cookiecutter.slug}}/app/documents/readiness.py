"""Waits for files that are just being read: whoever drops one and asks about it at once means that file."""

import asyncio
from pathlib import Path

from app.documents.attention import attention

PATIENCE = 20.0  # seconds; what takes longer is answered without it
LOOK = 0.1


async def read_enough(visitor: str, project: Path) -> None:
    """Return once the visitor's own files are read, and of the others at least one."""
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while await asyncio.to_thread(is_lacking, visitor, project) and asyncio.get_running_loop().time() < deadline:
        if attention.has_background:
            await asyncio.sleep(LOOK)
        elif not await asyncio.to_thread(read_here, project):
            return


def is_lacking(visitor: str, project: Path) -> bool:
    """Is there a file that an answer should not do without, and that is yet to be read?"""
    from app.documents import catalogue, folder
    from app.documents.scope import SHARED

    if visitor != SHARED and catalogue.is_being_read(visitor, project):
        return True
    counts = catalogue.counts(visitor, project)
    return not counts.passages and (counts.waiting > 0 or (not counts.count and folder.has_files(project)))


def read_here(project: Path) -> bool:
    """Read a file where no server does it beside this, as on the command line; False where none waits."""
    from app.documents import catalogue, folder, ingest
    from app.documents.settings import DocumentSettings

    if not catalogue.counts(project=project).count:
        folder.follow(project)
    return bool(ingest.read_next(DocumentSettings(), project=project))
