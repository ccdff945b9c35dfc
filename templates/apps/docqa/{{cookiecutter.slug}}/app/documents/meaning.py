"""Makes the vectors that passages lack, a few at a time, while nobody waits for an answer."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, RowMapping, exists, select, update

from app import db
from app.documents import indexes, sources
from app.documents.library import searched
from app.documents.scope import SHARED
from app.documents.sources import Source
from app.documents.tables import documents, passages, vectors
from app.settings import PROJECT

CLAIM = 60.0  # seconds; each batch renews it
OWNER = "owner"  # who pays for the shared workspace


@dataclass(frozen=True)
class Batch:
    """Passages of one file that have no vector by the model in use."""

    document: RowMapping
    ids: list[int]
    texts: list[str]


async def embed_next(source: Source, project: Path = PROJECT) -> bool:
    """Make the vectors of one batch; False where no passage lacks one."""
    batch = await asyncio.to_thread(claimed, source, project)
    if batch is None:
        return False
    workspace = batch.document["workspace"]
    found = await source.passages(batch.texts, OWNER if workspace == SHARED else workspace)
    await asyncio.to_thread(keep, source.name, batch, found, project)
    return True


async def embed_all(project: Path = PROJECT) -> AsyncIterator[None]:
    """Make all vectors that are lacking, if there is anything to make them with; yield after each batch."""
    source = sources.source()
    if not source:
        return
    try:
        while await embed_next(source, project):
            yield
    finally:
        source.close()


def claimed(source: Source, project: Path) -> Batch | None:
    """Take the next passages of the file that this process is at, or of one that nobody works on."""
    with db.write(project) as connection:
        row = unfinished(connection, source.name)
        if row is None:
            return None
        if row["model"] != source.name:
            change(connection, row, model=source.name, embedded=0)
        has_vector = exists().where(vectors.c.passage == passages.c.id, vectors.c.model == source.name)
        lacking = (
            select(passages.c.id, passages.c.headings, passages.c.text)
            .where(passages.c.document == row["id"], ~has_vector)
            .order_by(passages.c.id)
            .limit(source.batch)
        )
        found = connection.execute(lacking).all()
        if not found:
            change(connection, row, embedded=row["passages"])
            return None
        change(connection, row, claimed=time.time() + CLAIM)
    return Batch(row, [each.id for each in found], [searched(each.headings, each.text) for each in found])


def unfinished(connection: Connection, model: str) -> RowMapping | None:
    """Return the file to go on with: small ones first, so that most can be asked about by meaning soon."""
    lacking = (documents.c.embedded < documents.c.passages) | (documents.c.model != model)
    free = documents.c.state == "ready", documents.c.passages > 0, documents.c.claimed < time.time(), lacking
    found = select(documents).where(*free).order_by(documents.c.passages - documents.c.embedded).limit(1)
    return connection.execute(found).mappings().one_or_none()


def keep(model: str, batch: Batch, found: Sequence[Sequence[float]], project: Path) -> None:
    """Store vectors, unless their file was replaced or deleted meanwhile."""
    with db.write(project) as connection:
        there = set(connection.scalars(select(passages.c.id).where(passages.c.id.in_(batch.ids))))
        rows = [(id_, vector) for id_, vector in zip(batch.ids, found, strict=True) if id_ in there]
        if rows:
            indexes.index_of(connection).embed(connection, batch.document["workspace"], model, rows)
            change(connection, batch.document, embedded=documents.c.embedded + len(rows), claimed=0.0)


def change(connection: Connection, row: RowMapping, **values: object) -> None:
    connection.execute(update(documents).where(documents.c.id == row["id"]).values(values))
