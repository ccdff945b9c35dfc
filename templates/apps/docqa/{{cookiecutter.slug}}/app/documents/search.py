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
from app.documents.words import asked, is_bare, language_of
from app.embedding import Vector
from app.llm import LLMFault
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
    question = question[:LONGEST]
    spoken = language_of(question, language)
    chosen: Way = way if way else await asyncio.to_thread(tuned.way, project)
    vector = None
    # Typed without marks, a Vietnamese question means nothing to the model.
    if source and chosen != "words" and not is_bare(question, spoken):
        vector = await embedded(source, question, scope.visitor)
    return await asyncio.to_thread(found, question, spoken, scope, source, vector, chosen, count, project)


async def embedded(source: Source, question: str, visitor: str) -> Vector | None:
    """Return the question's vector; where the service gives none, words must do."""
    try:
        return await source.query(question, visitor)
    except LLMFault as fault:
        log.warning("a question is searched by its words alone: %s", fault.message)
        return None


def found(
    question: str,
    language: str,
    scope: Scope,
    source: Source | None,
    vector: Vector | None,
    way: Way,
    count: int,
    project: Path,
) -> list[Passage]:
    with db.read(project) as connection:
        index = indexes.index_of(connection)
        near: dict[int, Near] = {}
        if source and vector is not None:
            near = index.by_meaning(connection, source.name, vector, scope)
        said: dict[int, float] = {}
        if way != "meaning" or not near:
            said = index.by_words(connection, asked(question, language), scope)
        scores = fused(said, {id_: each.score for id_, each in near.items()}) if near else said
        best = sorted(scores, key=lambda id_: (-scores[id_], id_))[:count]
        return described(connection, best, scores, said, near)


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
