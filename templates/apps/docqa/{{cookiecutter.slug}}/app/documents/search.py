"""Finds the passages that a question is about: by its words, by its meaning, or by both together."""

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, select

from app import db
from app.documents import indexes, tuned
from app.documents.fusion import fused
from app.documents.index import Near
from app.documents.passages import Passage, Way
from app.documents.scope import Scope
from app.documents.sources import Source
from app.documents.tables import documents, passages
from app.documents.words import Terms, asked, is_bare, language_of
from app.embedding import Vector
from app.llm import LLMFault
from app.observing import observed
from app.settings import PROJECT

LONGEST = 2_000  # characters of a question that are looked for

log = logging.getLogger("app")


async def search(
    question: str,
    scope: Scope,
    source: Source | None,
    *,
    count: int = 10,
    language: str = "en",
    way: Way | None = None,
    project: Path = PROJECT,
) -> list[Passage]:
    """Return the best passages, the best one first; `language` is what a question is taken for when in doubt."""
    with observed("search", count=count) as step:
        found = await searched(question[:LONGEST], scope, source, count, language, way, project)
        step.facts |= {"found": len(found), "by_meaning": any(each.meaning is not None for each in found)}
        return found


async def searched(
    question: str,
    scope: Scope,
    source: Source | None,
    count: int,
    language: str,
    way: Way | None,
    project: Path,
) -> list[Passage]:
    spoken = language_of(question, language)
    chosen: Way = way if way else await asyncio.to_thread(tuned.way, project)
    # Typed without marks, a Vietnamese question means nothing to the model.
    if chosen == "words" or is_bare(question, spoken):
        source = None
    words = asked(question, spoken)
    if chosen == "meaning":
        near = await near_to(question, scope, source, project)
        said = {} if near else await asyncio.to_thread(saying, words, scope, project)
    else:  # each in its own thread: neither waits for the other
        near, said = await asyncio.gather(
            near_to(question, scope, source, project), asyncio.to_thread(saying, words, scope, project)
        )
    return await asyncio.to_thread(best, near, said, count, project)


async def near_to(question: str, scope: Scope, source: Source | None, project: Path) -> dict[int, Near]:
    vector = await embedded(source, question, scope.visitor) if source else None
    if source is None or vector is None:
        return {}
    return await asyncio.to_thread(nearest, source.name, vector, scope, project)


async def embedded(source: Source, question: str, visitor: str) -> Vector | None:
    """Return the question's vector; where the service gives none, words must do."""
    try:
        return await source.query(question, visitor)
    except LLMFault as fault:
        log.warning("a question is searched by its words alone: %s", fault.message)
        return None


def nearest(model: str, vector: Vector, scope: Scope, project: Path) -> dict[int, Near]:
    with db.read(project) as connection:
        return indexes.index_of(connection).by_meaning(connection, model, vector, scope)


def saying(words: Terms, scope: Scope, project: Path) -> dict[int, float]:
    with db.read(project) as connection:
        return indexes.index_of(connection).by_words(connection, words, scope)


def best(near: dict[int, Near], said: dict[int, float], count: int, project: Path) -> list[Passage]:
    scores = fused(said, {id_: each.score for id_, each in near.items()}) if near else said
    first = sorted(scores, key=lambda id_: (-scores[id_], id_))[:count]
    with db.read(project) as connection:
        return described(connection, first, scores, said, near)


def described(
    connection: Connection,
    best: Sequence[int],
    scores: dict[int, float],
    said: dict[int, float],
    near: dict[int, Near],
) -> list[Passage]:
    wanted = (
        select(passages, documents.c.name, documents.c.kind)
        .join(documents, documents.c.id == passages.c.document)
        .where(passages.c.id.in_(best))
    )
    rows = {row["id"]: row for row in connection.execute(wanted).mappings()}
    return [
        Passage(
            id=id_,
            document=row["document"],
            file=row["name"],
            kind=row["kind"],
            page=row["page"],
            headings=tuple(row["headings"]),
            start=row["start"],
            end=row["end"],
            text=row["text"],
            score=scores[id_],
            words=said.get(id_),
            meaning=near[id_].cosine if id_ in near else None,
        )
        for id_ in best
        if (row := rows.get(id_))
    ]
