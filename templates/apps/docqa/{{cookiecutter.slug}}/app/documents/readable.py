"""Of passages that were found, those that whoever asks may read."""

from typing import Any

from sqlalchemy import Connection, Select, select

from app.documents.index import DEPTH, ENOUGH
from app.documents.scope import Scope
from app.documents.tables import documents, passages


def best(connection: Connection, ranked: Select[Any], scored: int, scope: Scope) -> dict[int, float]:
    """Return the best that are in scope, with their scores.

    `ranked` selects each passage's id as `passage` and its `score`, the best first; of all terms together it scores
    `scored`. To look up each one's file would take longest, so all are looked up only where the first do not do.
    """
    found = first(connection, ranked.limit(ENOUGH), scope)
    if len(found) < DEPTH and scored > ENOUGH:  # the best are mostly others'
        found = first(connection, ranked, scope)
    return found


def first(connection: Connection, ranked: Select[Any], scope: Scope) -> dict[int, float]:
    each = ranked.subquery()
    found = (
        select(each.c.passage, each.c.score)
        .join(passages, passages.c.id == each.c.passage)
        .join(documents, documents.c.id == passages.c.document)
        .where(scope.files())
        .order_by(each.c.score.desc())
        .limit(DEPTH)
    )
    return {id_: float(score) for id_, score in connection.execute(found)}


def within(scope: Scope) -> Select[Any]:
    """Select the ids of the passages in scope."""
    return select(passages.c.id).join(documents, documents.c.id == passages.c.document).where(scope.files())
