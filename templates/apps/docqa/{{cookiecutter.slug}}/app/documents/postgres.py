"""Search on PostgreSQL: full-text search for the words, pgvector for the vectors."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    cast,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.types import UserDefinedType

from app.documents.index import DEPTH, PRIOR, Near, total
from app.documents.scope import Scope
from app.documents.tables import documents, passages, workspaces
from app.documents.words import Terms
from app.embedding import Vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_SCORED = 6_000  # passages; the commonest terms are left out until no more have to be scored
SHORTER = 0.4  # how much a passage's length counts against it
MARK, PAIR = "=", "+"  # begin the terms that are no words, and keep them apart from those that are
WEIGHTS = {MARK: 0.5, PAIR: 1.0}

ADD = text(
    "INSERT INTO passages_fts (passage, length, words) VALUES (:id, :length, "
    "to_tsvector('passages_words', :words) || array_to_tsvector(CAST(:others AS text[])))"
)
STEMS = text("SELECT DISTINCT unnest(ts_lexize('passages_stem', word)) FROM unnest(CAST(:words AS text[])) AS word")
COUNT = text(
    "SELECT count(*) FROM (SELECT FROM passages_fts WHERE words @@ CAST(:term AS tsquery) LIMIT :limit) AS counted"
)
LENGTH = text("SELECT coalesce(avg(length), 1) FROM (SELECT length FROM passages_fts LIMIT 1000) AS counted")
EMBED = text(
    "INSERT INTO passage_vectors (passage, workspace, model, vector) "
    "VALUES (:id, :workspace, :model, CAST(:vector AS vector)) "
    "ON CONFLICT (passage) DO UPDATE SET model = excluded.model, vector = excluded.vector"
)
MEAN = text("SELECT avg(vector) FROM passage_vectors WHERE model = :model AND workspace = ANY(:workspaces)")
SETTINGS = text("SET LOCAL hnsw.ef_search = 200; SET LOCAL hnsw.iterative_scan = relaxed_order")


class Pgvector(UserDefinedType[Any]):
    """pgvector's type; values are sent as it writes them."""

    cache_ok = True

    def __init__(self, width: int) -> None:
        self.width = width

    def get_col_spec(self, **_: Any) -> str:
        return f"vector({self.width})"


fts = table("passages_fts", column("passage"), column("length"), column("words"))
vectors = table("passage_vectors", column("passage"), column("workspace"), column("model"), column("vector"))


class PostgresIndex:
    """Remembers the means of sets of vectors, and which widths of vectors have an index."""

    def __init__(self) -> None:
        self._means: dict[tuple[str, ...], tuple[int, int, Any]] = {}
        self._widths: set[int] = set()

    def add(self, connection: Connection, entries: Sequence[tuple[int, Terms]]) -> None:
        if entries:
            connection.execute(ADD, [row(*entry) for entry in entries])

    def remove(self, connection: Connection, entries: Sequence[tuple[int, Terms]]) -> None:
        """The rows go with their passages."""

    def embed(self, connection: Connection, workspace: str, model: str, found: Sequence[tuple[int, Vector]]) -> None:
        width = len(found[0][1])
        if width not in self._widths:
            connection.execute(index_for(width))
            self._widths.add(width)
        same = {"workspace": workspace, "model": model}
        connection.execute(EMBED, [{"id": id_, "vector": written(vector), **same} for id_, vector in found])

    def by_words(self, connection: Connection, terms: Terms, scope: Scope) -> dict[int, float]:
        stems = connection.scalars(STEMS, {"words": terms.folded}).all()
        counts = telling(connection, dict.fromkeys([*stems, *others(terms)]))
        if not counts:
            return {}
        everything, average = total(connection), connection.execute(LENGTH).scalar_one()
        ranks = sum(rarity(term, counts[term], everything) * rank(term) for term in counts)
        score = ranks / (1 - SHORTER + SHORTER * fts.c.length / literal(float(average)))
        said = cast(" | ".join(map(quoted, counts)), TSQUERY)
        found = (
            select(passages.c.id, score)
            .join(fts, fts.c.passage == passages.c.id)
            .join(documents, documents.c.id == passages.c.document)
            .where(fts.c.words.op("@@")(said), scope.files())
            .order_by(score.desc())
            .limit(DEPTH)
        )
        return {id_: float(value) for id_, value in connection.execute(found)}

    def by_meaning(self, connection: Connection, model: str, vector: Vector, scope: Scope) -> dict[int, Near]:
        """Take what the index holds to be nearest, and rank it by closeness with the mean subtracted."""
        import numpy as np

        query = np.asarray(vector, np.float32)
        mean = self._mean(connection, model, scope, len(query))
        away, length = query - mean, float(mean @ mean)
        near = nearest(model, away, scope).subquery()
        products = [product(near.c.vector, probe) for probe in (away, mean, query)]
        connection.execute(SETTINGS)
        found = {
            id_: Near((to_away - float(mean @ away)) / math.sqrt(max(1 - 2 * to_mean + length, 1e-6)), to_query)
            for id_, to_away, to_mean, to_query in connection.execute(select(near.c.passage, *products))
        }
        return dict(sorted(found.items(), key=lambda each: -each[1].score)[:DEPTH])

    def _mean(self, connection: Connection, model: str, scope: Scope, width: int) -> "NDArray[Any]":
        """Return the mean of a visitor's passages, computed anew when a twentieth of them is new or any is gone."""
        import numpy as np

        key = (model, *scope.workspaces)
        there = select(func.coalesce(func.sum(documents.c.embedded), 0)).where(
            documents.c.workspace.in_(scope.workspaces), documents.c.model == model
        )
        raised = select(func.coalesce(func.sum(workspaces.c.revision), 0)).where(
            workspaces.c.name.in_(scope.workspaces)
        )
        count, revision = int(connection.scalar(there) or 0), int(connection.scalar(raised) or 0)
        held = self._means.get(key)
        if not held or held[0] != revision or count > 1.05 * held[1]:
            mean = connection.scalar(MEAN, {"model": model, "workspaces": list(scope.workspaces)})
            values = np.array(mean.strip("[]").split(","), np.float32) if mean else np.zeros(width, np.float32)
            held = self._means[key] = (revision, count, values * count / (count + PRIOR))
        return held[2]


def row(id_: int, terms: Terms) -> dict[str, Any]:
    words = terms.folded
    return {"id": id_, "length": len(words), "words": " ".join(words), "others": sorted(set(others(terms)))}


def others(terms: Terms) -> list[str]:
    return [*(MARK + word for word in terms.marked), *(PAIR + pair for pair in terms.pairs)]


def telling(connection: Connection, terms: dict[str, None]) -> dict[str, int]:
    """Count the passages of each term, and leave the commonest out, but not the rarest."""
    limit = {"limit": MOST_SCORED + 1}
    counts = {term: connection.execute(COUNT, {"term": quoted(term), **limit}).scalar_one() for term in terms}
    kept: dict[str, int] = {}
    for term in sorted(filter(counts.get, counts), key=counts.__getitem__):
        if kept and sum(kept.values()) + counts[term] > MOST_SCORED:
            break
        kept[term] = counts[term]
    return kept


def rarity(term: str, count: int, everything: int) -> float:
    return WEIGHTS.get(term[0], 1.0) * math.log(1 + (everything - count + 0.5) / (count + 0.5))


def rank(term: str) -> ColumnElement[Any]:
    return func.ts_rank(fts.c.words, cast(quoted(term), TSQUERY))


def quoted(term: str) -> str:
    """Write a term as a query has it; terms are letters, digits and `_`, so nothing can end the quotation."""
    return f"'{term}'"


def nearest(model: str, away: "NDArray[Any]", scope: Scope) -> Any:
    """Select what the vectors' index holds to be nearest."""
    width = len(away)
    stored = cast(vectors.c.vector, Pgvector(width))
    found = select(vectors.c.passage, stored.label("vector")).where(
        func.vector_dims(vectors.c.vector) == literal_column(str(width)),
        vectors.c.model == model,
        vectors.c.workspace.in_(scope.workspaces),
    )
    if scope.is_narrowed:
        inside = select(passages.c.id).join(documents, documents.c.id == passages.c.document).where(scope.files())
        found = found.where(vectors.c.passage.in_(inside))
    return found.order_by(stored.op("<#>")(probe_of(away))).limit(2 * DEPTH)


def product(stored: Any, probe: "NDArray[Any]") -> Any:
    """Return the inner product; pgvector's operator gives it negated."""
    return -1 * stored.op("<#>", return_type=Float())(probe_of(probe))


def probe_of(vector: "NDArray[Any]") -> ColumnElement[Any]:
    return cast(literal(written(vector)), Pgvector(len(vector)))


def written(vector: Any) -> str:
    return f"[{','.join(map(str, vector))}]"


def index_for(width: int) -> Any:
    """Make an index over the vectors of one width, unless it is there."""
    return text(
        f"CREATE INDEX IF NOT EXISTS ix_passage_vectors_{width} ON passage_vectors "
        f"USING hnsw ((vector::vector({width})) vector_ip_ops) WHERE vector_dims(vector) = {width}"
    )
