"""Reads the files that wait to be read: words at once, so that a file can be asked about; meaning follows.

A process that works on a file holds a claim on it, which runs out soon after the process is gone: whatever kills
it, another, or the same one started again, goes on from there.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Connection, RowMapping, insert, select, update

from app import db
from app.documents import catalogue, chunks, indexes, library, reader
from app.documents.extracted import Extracted, Unreadable
from app.documents.settings import DocumentSettings
from app.documents.tables import documents, passages, texts
from app.documents.words import analysed
from app.observing import observed
from app.settings import PROJECT

CLAIM = 10.0  # seconds


def read_next(
    settings: DocumentSettings, is_going_on: Callable[[], bool] = lambda: True, project: Path = PROJECT
) -> RowMapping | None:
    """Read one file that waits, and return it as it was; None where none waits."""
    row = claim(project)
    if row:
        with observed("file", format=row["kind"], size=row["size"]) as step:
            step.fault = read(row, settings, is_going_on, project)
    return row


def read(row: RowMapping, settings: DocumentSettings, is_going_on: Callable[[], bool], project: Path) -> str:
    """Read a file, and return the code of its fault, if any; one that is stopped waits again."""
    try:
        extracted = reader.read(
            row["kind"],
            catalogue.data_of(row["digest"], project),
            settings,
            lambda: is_going_on() and hold(row, project),
        )
    except Unreadable as fault:
        finish(row, project, fault.code)
        return fault.code
    except reader.Stopped:
        finish(row, project)
    else:
        keep(row, extracted, project)
    return ""


def read_all(project: Path = PROJECT) -> Iterator[RowMapping]:
    """Read what waits, and yield each file once it is read."""
    settings = DocumentSettings()
    while row := read_next(settings, project=project):
        yield row


def claim(project: Path) -> RowMapping | None:
    now = time.time()
    free = documents.c.state.in_(("waiting", "reading")) & (documents.c.claimed < now)
    with db.write(project) as connection:
        found = select(documents).where(free).order_by(documents.c.size).limit(1)
        row = connection.execute(found).mappings().one_or_none()
        if row:
            change(connection, row, state="reading", claimed=now + CLAIM)
    return row


def hold(row: RowMapping, project: Path) -> bool:
    """Renew the claim; False where the file was replaced or deleted meanwhile."""
    with db.write(project) as connection:
        return change(connection, row, claimed=time.time() + CLAIM)


def finish(row: RowMapping, project: Path, failure: str | None = None) -> None:
    """Enter that a file failed, or that it waits again."""
    with db.write(project) as connection:
        change(connection, row, state="failed" if failure else "waiting", failure=failure, claimed=0.0)


def keep(row: RowMapping, extracted: Extracted, project: Path) -> None:
    """Store the text and its passages, and index their words: all of it, or nothing."""
    found = chunks.chunked(extracted)
    terms = [analysed(library.searched(chunk.headings, chunk.text)) for chunk in found]
    with db.write(project) as connection:
        done = change(
            connection,
            row,
            state="ready",
            failure=None,
            pages=len(extracted.pages) or None,
            passages=len(found),
            claimed=0.0,
        )
        if done and found:
            connection.execute(insert(texts), {"document": row["id"], "text": extracted.text})
            ids = [enter(connection, row["id"], chunk) for chunk in found]
            indexes.index_of(connection).add(connection, list(zip(ids, terms, strict=True)))


def enter(connection: Connection, document: str, chunk: chunks.Chunk) -> int:
    values = {
        "document": document,
        "start": chunk.start,
        "end": chunk.end,
        "page": chunk.page,
        "headings": list(chunk.headings),
        "text": chunk.text,
    }
    return int(connection.execute(insert(passages).returning(passages.c.id), values).scalar_one())


def change(connection: Connection, row: RowMapping, **values: object) -> bool:
    """Change a file's row if it is still the file that was claimed."""
    same = (documents.c.id == row["id"]) & (documents.c.digest == row["digest"]) & (documents.c.state != "ready")
    return bool(connection.execute(update(documents).where(same).values(values)).rowcount)
