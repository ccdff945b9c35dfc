"""Vectors in memory, one matrix for each workspace in use, searched exactly."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from app.documents.index import DEPTH, PRIOR, Near
from app.documents.tables import vectors, workspaces
from app.embedding import Vector

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int64]

MOST = 64  # workspaces in memory; a visitor's is small, and read again in milliseconds

State = tuple[tuple[int, int], ...]  # each matrix's revision and newest vector


class Matrix:
    """The vectors of one workspace by one model; new ones are appended, into room that doubles."""

    def __init__(self, revision: int) -> None:
        import numpy as np

        self.revision = revision
        self.count = 0
        self.newest = 0  # the id of the last vector that was read
        self.sum: Floats = np.zeros(0, np.float32)
        self._ids: Integers = np.empty(0, np.int64)
        self._columns: Floats = np.empty((0, 0), np.float32)  # a vector in each: a product takes half as long so

    @property
    def ids(self) -> "Integers":
        return self._ids[: self.count]

    @property
    def columns(self) -> "Floats":
        return self._columns[:, : self.count]

    def append(self, ids: "Integers", rows: "Floats") -> None:
        wanted = self.count + len(ids)
        if wanted > len(self._ids):
            self._grow(max(wanted, 2 * self.count), rows.shape[1])
        self._columns[:, self.count : wanted], self._ids[self.count : wanted] = rows.T, ids
        self.sum = rows.sum(axis=0) + (self.sum if self.count else 0)
        self.count = wanted

    def _grow(self, room: int, width: int) -> None:
        import numpy as np

        columns, ids = np.empty((width, room), np.float32), np.empty(room, np.int64)
        if self.count:
            columns[:, : self.count], ids[: self.count] = self.columns, self.ids
        self._columns, self._ids = columns, ids


@dataclass(frozen=True)
class Centre:
    """The mean of vectors, and where each of them lies as seen from there."""

    state: State
    mean: "Floats"
    along: "Floats"  # the product of each difference from the mean with the mean
    distances: "Floats"


def centred(found: Sequence[Matrix], state: State) -> Centre:
    import numpy as np

    mean = np.sum([matrix.sum for matrix in found], axis=0) / (sum(matrix.count for matrix in found) + PRIOR)
    products: Floats = np.concatenate([mean @ matrix.columns for matrix in found])
    square = float(mean @ mean)
    return Centre(state, mean, products - square, np.sqrt(np.maximum(1 - 2 * products + square, 1e-6)))


class Matrices:
    """The matrices of the workspaces used last, each brought up to date before it is searched."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[str, str], Matrix] = OrderedDict()
        self._centres: OrderedDict[tuple[str, ...], Centre] = OrderedDict()
        self._lock = threading.Lock()

    def nearest(
        self,
        connection: Connection,
        model: str,
        vector: Vector,
        names: Sequence[str],
        allowed: Sequence[int] | None,
    ) -> dict[int, Near]:
        """Rank by closeness with the mean of all these passages subtracted, which sets them apart."""
        import numpy as np

        with self._lock:
            matrices = [self._current(connection, name, model) for name in names]
            found = [matrix for matrix in matrices if matrix.count]
            if not found:
                return {}
            query = np.asarray(vector, np.float32)
            centre = self._centre((model, *names), tuple((each.revision, each.newest) for each in matrices), found)
            cosines = np.concatenate([query @ matrix.columns for matrix in found])
            ids = np.concatenate([matrix.ids for matrix in found])
        scores = (cosines - centre.mean @ query - centre.along) / centre.distances
        if allowed is not None:
            scores = np.where(np.isin(ids, np.asarray(allowed, np.int64)), scores, -np.inf)
        top = np.argpartition(-scores, min(DEPTH, len(scores)) - 1)[:DEPTH]
        return {int(ids[at]): Near(float(scores[at]), float(cosines[at])) for at in top if np.isfinite(scores[at])}

    def _centre(self, key: tuple[str, ...], state: State, found: Sequence[Matrix]) -> Centre:
        """Return what is the same for every question until a vector comes or goes: half of the work."""
        centre = self._centres.get(key)
        if centre is None or centre.state != state:
            centre = self._centres[key] = centred(found, state)
        self._centres.move_to_end(key)
        if len(self._centres) > MOST:
            self._centres.popitem(last=False)
        return centre

    def _current(self, connection: Connection, name: str, model: str) -> Matrix:
        revision = connection.scalar(select(workspaces.c.revision).where(workspaces.c.name == name)) or 0
        matrix = self._held.get((name, model))
        if matrix is None or matrix.revision != revision:
            matrix = self._held[name, model] = Matrix(revision)
        self._held.move_to_end((name, model))
        if len(self._held) > MOST:
            self._held.popitem(last=False)
        read_new(connection, matrix, name, model)
        return matrix


def read_new(connection: Connection, matrix: Matrix, name: str, model: str) -> None:
    """Append the vectors that were stored since."""
    import numpy as np

    wanted = select(vectors.c.id, vectors.c.passage, vectors.c.vector).where(
        vectors.c.workspace == name, vectors.c.model == model, vectors.c.id > matrix.newest
    )
    rows = connection.execute(wanted.order_by(vectors.c.id)).all()
    if rows:
        values = np.frombuffer(b"".join(row.vector for row in rows), np.float32).reshape(len(rows), -1)
        matrix.append(np.array([row.passage for row in rows], np.int64), values)
        matrix.newest = rows[-1].id
