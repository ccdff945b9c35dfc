"""Vectors in PostgreSQL, found by pgvector's index and ranked here."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, cast, column, func, literal, literal_column, select, table, text
from sqlalchemy.types import UserDefinedType

from app.documents import readable
from app.documents.index import DEPTH, PRIOR, Near
from app.documents.scope import Scope
from app.documents.tables import documents, workspaces
from app.embedding import Vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

BINARY = ">f4"  # how pgvector sends a value, after four bytes that say how many there are

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


vectors = table("passage_vectors", column("passage"), column("workspace"), column("model"), column("vector"))


class PgVectors:
    """Remembers the means of sets of vectors, and which widths of vectors have an index."""

    def __init__(self) -> None:
        self._means: dict[tuple[str, ...], tuple[int, int, Any]] = {}
        self._widths: set[int] = set()

    def add(self, connection: Connection, workspace: str, model: str, found: Sequence[tuple[int, Vector]]) -> None:
        width = len(found[0][1])
        if width not in self._widths:
            connection.execute(index_for(width))
            self._widths.add(width)
        same = {"workspace": workspace, "model": model}
        connection.execute(EMBED, [{"id": id_, "vector": written(vector), **same} for id_, vector in found])

    def nearest(self, connection: Connection, model: str, vector: Vector, scope: Scope) -> dict[int, Near]:
        """Take what the index holds to be nearest, and rank it by closeness with the mean subtracted."""
        import numpy as np

        query = np.asarray(vector, np.float32)
        mean = self._mean(connection, model, scope, len(query))
        connection.execute(SETTINGS)
        found = connection.execute(select_nearest(model, query - mean, scope)).all()
        if not found:
            return {}
        rows = np.stack([np.frombuffer(row.sent, BINARY, offset=4) for row in found]).astype(np.float32)
        cosines, away = rows @ query, rows - mean
        scores = (away @ (query - mean)) / np.maximum(np.linalg.norm(away, axis=1), 1e-3)
        best = np.argsort(-scores)[:DEPTH]
        return {found[at].passage: Near(float(scores[at]), float(cosines[at])) for at in best}

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


def select_nearest(model: str, away: "NDArray[Any]", scope: Scope) -> Any:
    """Select what the vectors' index holds to be nearest, with the vectors as bytes, which are read fastest."""
    width = len(away)
    stored = cast(vectors.c.vector, Pgvector(width))
    found = select(vectors.c.passage, func.vector_send(vectors.c.vector).label("sent")).where(
        func.vector_dims(vectors.c.vector) == literal_column(str(width)),
        vectors.c.model == model,
        vectors.c.workspace.in_(scope.workspaces),
    )
    if scope.is_narrowed:
        found = found.where(vectors.c.passage.in_(readable.within(scope)))
    return found.order_by(stored.op("<#>")(probe_of(away))).limit(2 * DEPTH)


def probe_of(vector: "NDArray[Any]") -> ColumnElement[Any]:
    # Of its own type: text would be cast anew for every row that is compared with it.
    return literal(written(vector.tolist()), Pgvector(len(vector)))


def written(vector: Any) -> str:
    return f"[{','.join(map(str, vector))}]"


def index_for(width: int) -> Any:
    """Make an index over the vectors of one width, unless it is there."""
    return text(
        f"CREATE INDEX IF NOT EXISTS ix_passage_vectors_{width} ON passage_vectors "
        f"USING hnsw ((vector::vector({width})) vector_ip_ops) WHERE vector_dims(vector) = {width}"
    )
