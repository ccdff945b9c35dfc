"""Search on PostgreSQL: full-text search for the words, pgvector for the vectors."""

import math
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    cast,
    column,
    func,
    literal,
    select,
    table,
    text,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from app.documents import readable
from app.documents.index import Near
from app.documents.pgvector import PgVectors
from app.documents.rarity import Rarity
from app.documents.scope import Scope
from app.documents.words import Terms
from app.embedding import Vector

USUAL = 130  # words of a passage
SHORTER = 0.4  # how much a passage counts for less that has more of them
MARK, PAIR = "=", "+"  # begin the terms that are no words, and keep them apart from those that are
WEIGHTS = {MARK: 0.5, PAIR: 1.0}

ADD = text(
    "INSERT INTO passages_fts (passage, length, words) VALUES (:id, :length, "
    "to_tsvector('passages_words', :words) || array_to_tsvector(CAST(:others AS text[])))"
)
ALONE = text("SET LOCAL max_parallel_workers_per_gather = 0")  # helping processes take longer to start than this takes
STEMS = text("SELECT DISTINCT unnest(ts_lexize('passages_stem', word)) FROM unnest(CAST(:words AS text[])) AS word")
COUNT = text(
    "SELECT term, (SELECT count(*) FROM (SELECT FROM passages_fts WHERE words @@ CAST(quote_literal(term) AS tsquery) "
    "LIMIT :limit) AS counted) FROM unnest(CAST(:terms AS text[])) AS term"
)
# What ANALYZE has counted: up to a thousand of the commonest.
KNOWN = text(
    "SELECT term, CAST(share * :everything AS integer) FROM pg_stats, "
    "unnest(CAST(CAST(most_common_elems AS text) AS text[]), most_common_elem_freqs) AS counted (term, share) "
    "WHERE tablename = 'passages_fts' AND attname = 'words' AND schemaname = current_schema() AND term IS NOT NULL"
)

fts = table("passages_fts", column("passage"), column("length"), column("words"))


class PostgresIndex:
    """Search by PostgreSQL's own means."""

    def __init__(self) -> None:
        self._vectors = PgVectors()
        self._rarity = Rarity(counted, known)

    def add(self, connection: Connection, entries: Sequence[tuple[int, Terms]]) -> None:
        if entries:
            connection.execute(ADD, [row(*entry) for entry in entries])

    def remove(self, connection: Connection, entries: Sequence[tuple[int, Terms]]) -> None:
        """The rows go with their passages."""

    def embed(self, connection: Connection, workspace: str, model: str, found: Sequence[tuple[int, Vector]]) -> None:
        self._vectors.add(connection, workspace, model, found)

    def by_words(self, connection: Connection, terms: Terms, scope: Scope) -> dict[int, float]:
        connection.execute(ALONE)
        stems = connection.scalars(STEMS, {"words": terms.folded}).all()
        counts = self._rarity.telling(connection, dict.fromkeys([*stems, *others(terms)]))
        if not counts:
            return {}
        ranks = ranked(matching(counts, self._rarity.everything))
        return readable.best(connection, ranks, sum(counts.values()), scope)

    def by_meaning(self, connection: Connection, model: str, vector: Vector, scope: Scope) -> dict[int, Near]:
        return self._vectors.nearest(connection, model, vector, scope)


def row(id_: int, terms: Terms) -> dict[str, Any]:
    words = terms.folded
    return {"id": id_, "length": len(words), "words": " ".join(words), "others": sorted(set(others(terms)))}


def others(terms: Terms) -> list[str]:
    return [*(MARK + word for word in terms.marked), *(PAIR + pair for pair in terms.pairs)]


def counted(connection: Connection, terms: list[str], limit: int) -> dict[str, int]:
    return dict(connection.execute(COUNT, {"terms": terms, "limit": limit}).all())


def known(connection: Connection, everything: int) -> dict[str, int]:
    return dict(connection.execute(KNOWN, {"everything": everything}).all())


def matching(counts: dict[str, int], everything: int) -> CompoundSelect[Any]:
    """Select each passage with each term that it says, and the score of that."""
    length = 1 - SHORTER + SHORTER * fts.c.length / literal(float(USUAL))
    return union_all(
        *(
            select(fts.c.passage, (rarity(term, counts[term], everything) * rank(term) / length).label("score")).where(
                fts.c.words.op("@@")(cast(quoted(term), TSQUERY))
            )
            for term in counts
        )
    )


def ranked(matched: CompoundSelect[Any]) -> Select[Any]:
    """Select each passage once, with the sum of its scores, the best first."""
    said = matched.subquery()
    score = func.sum(said.c.score).label("score")
    return select(said.c.passage, score).group_by(said.c.passage).order_by(score.desc())


def rarity(term: str, count: int, everything: int) -> float:
    return WEIGHTS.get(term[0], 1.0) * math.log(1 + (max(everything - count, 0) + 0.5) / (count + 0.5))


def rank(term: str) -> ColumnElement[Any]:
    return func.ts_rank(fts.c.words, cast(quoted(term), TSQUERY))


def quoted(term: str) -> str:
    """Write a term as a query has it; terms are letters, digits and `_`, so nothing can end the quotation."""
    return f"'{term}'"
