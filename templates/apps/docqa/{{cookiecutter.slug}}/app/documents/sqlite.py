"""Search on SQLite: FTS5 for the words, exact search in memory for the vectors."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, column, literal_column, select, table, text

from app.documents import readable
from app.documents.index import Near
from app.documents.matrix import Matrices
from app.documents.rarity import Rarity
from app.documents.scope import Scope
from app.documents.tables import vectors
from app.documents.words import Terms
from app.embedding import Vector

# What a match in each column weighs. Pairs find Vietnamese words, which are of two syllables mostly.
WEIGHTS = {"words": 1.0, "marked": 0.5, "pairs": 1.0}

ADD = text("INSERT INTO passages_fts (rowid, words, marked, pairs) VALUES (:id, :words, :marked, :pairs)")
REMOVE = text(
    "INSERT INTO passages_fts (passages_fts, rowid, words, marked, pairs) "
    "VALUES ('delete', :id, :words, :marked, :pairs)"
)
COUNT = text(
    "SELECT value, (SELECT count(*) FROM (SELECT 1 FROM passages_fts WHERE passages_fts MATCH value LIMIT :limit)) "
    "FROM json_each(:terms)"
)

fts = table("passages_fts", column("rowid"), column("passages_fts"))
BM25: ColumnElement[float] = literal_column(f"bm25(passages_fts, {', '.join(map(str, WEIGHTS.values()))})")


class SqliteIndex:
    """Keeps the vectors of the workspaces in use in memory."""

    def __init__(self) -> None:
        self._matrices = Matrices()
        self._rarity = Rarity(counted)

    def add(self, connection: Connection, entries: Sequence[tuple[int, Terms]]) -> None:
        if entries:
            connection.execute(ADD, [row(*entry) for entry in entries])

    def remove(self, connection: Connection, entries: Sequence[tuple[int, Terms]]) -> None:
        if entries:
            connection.execute(REMOVE, [row(*entry) for entry in entries])

    def embed(self, connection: Connection, workspace: str, model: str, found: Sequence[tuple[int, Vector]]) -> None:
        import numpy as np

        values = [np.asarray(vector, np.float32).tobytes() for _, vector in found]
        ids = [id_ for id_, _ in found]
        connection.execute(vectors.delete().where(vectors.c.passage.in_(ids)))
        same = {"workspace": workspace, "model": model}
        rows = [{"passage": id_, "vector": value, **same} for id_, value in zip(ids, values, strict=True)]
        connection.execute(vectors.insert(), rows)

    def by_words(self, connection: Connection, terms: Terms, scope: Scope) -> dict[int, float]:
        kept = self._rarity.telling(connection, dict.fromkeys(columns(terms)))
        return readable.best(connection, ranked(kept), sum(kept.values()), scope) if kept else {}

    def by_meaning(self, connection: Connection, model: str, vector: Vector, scope: Scope) -> dict[int, Near]:
        allowed = None
        if scope.is_narrowed:
            allowed = list(connection.scalars(readable.within(scope)))
        return self._matrices.nearest(connection, model, vector, scope.workspaces, allowed)


def row(id_: int, terms: Terms) -> dict[str, object]:
    return {
        "id": id_,
        "words": " ".join(terms.folded),
        "marked": " ".join(terms.marked),
        "pairs": " ".join(terms.pairs),
    }


def columns(terms: Terms) -> Iterator[str]:
    """Yield every term as FTS5 asks for it; terms are letters, digits and `_`, so quoting cannot be broken."""
    named = zip(WEIGHTS, (terms.folded, terms.marked, terms.pairs), strict=True)
    return chain.from_iterable((f'{name}:"{term}"' for term in found) for name, found in named)


def counted(connection: Connection, matches: list[str], limit: int) -> dict[str, int]:
    return dict(connection.execute(COUNT, {"terms": json.dumps(matches), "limit": limit}).all())


def ranked(matches: Iterable[str]) -> Select[Any]:
    """Select the passages that match, and how well, the best first."""
    said = fts.c.passages_fts.op("MATCH")(" OR ".join(matches))
    score = (-BM25).label("score")
    return select(fts.c.rowid.label("passage"), score).where(said).order_by(score.desc())
