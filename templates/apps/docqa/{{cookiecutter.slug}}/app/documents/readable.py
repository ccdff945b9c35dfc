"""Of passages that say a question's words, the best of those that whoever asks may read."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Select, desc, func, select, union_all

from app.documents.index import DEPTH, ENOUGH
from app.documents.rarity import Counts, Telling
from app.documents.scope import Scope
from app.documents.tables import documents, passages

CONSIDERED = 500  # passages that the rarest terms rank highest: commoner ones are looked for in these alone

# Given terms, select the id of each passage that says any as `passage`, and its `score`; only among some where told.
Scored = Callable[[Counts, Select[Any] | None], Select[Any]]


def best(connection: Connection, telling: Telling, scored: Scored, scope: Scope) -> dict[int, float]:
    """Return the best that are in scope, with their scores.

    To look up each one's file would take longest, so it is first seen whether enough of the best may be read.
    """
    found = scores(connection, in_scope(considered(telling, scored).limit(ENOUGH), scope))
    if len(found) < DEPTH and sum(telling.finding.values()) > ENOUGH:  # the best are mostly others'
        found = scores(connection, scored(telling.finding | telling.adding, within(scope)))
    return found


def considered(telling: Telling, scored: Scored) -> Select[Any]:
    """Select what the rarest terms find, the best first by all terms."""
    found = scored(telling.finding, None).order_by(desc("score"))
    if not telling.adding:
        return found
    few = found.limit(CONSIDERED).cte("few")
    added = scored(telling.adding, select(few.c.passage))
    each = union_all(select(few.c.passage, few.c.score), added).subquery()
    score = func.sum(each.c.score).label("score")
    return select(each.c.passage, score).group_by(each.c.passage).order_by(score.desc())


def scores(connection: Connection, found: Select[Any]) -> dict[int, float]:
    best = found.order_by(desc("score")).limit(DEPTH)
    return {id_: float(score) for id_, score in connection.execute(best)}


def in_scope(found: Select[Any], scope: Scope) -> Select[Any]:
    each = found.subquery()
    return (
        select(each.c.passage, each.c.score)
        .join(passages, passages.c.id == each.c.passage)
        .join(documents, documents.c.id == passages.c.document)
        .where(scope.files())
    )


def within(scope: Scope) -> Select[Any]:
    """Select the ids of the passages in scope."""
    return select(passages.c.id).join(documents, documents.c.id == passages.c.document).where(scope.files())
