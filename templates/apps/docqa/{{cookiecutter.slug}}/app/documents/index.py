"""What search needs of a database: find passages by words and by meaning. Each database has one implementation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, func, select

from app.documents.scope import Scope
from app.documents.tables import documents
from app.documents.words import Terms
from app.embedding import Vector

DEPTH = 100  # passages that each way of searching contributes
ENOUGH = 300  # passages found by their words, before it is known which of them the visitor may read
PRIOR = 20  # the mean counts as that of so many more passages at the origin: a few have no mean worth subtracting


@dataclass(frozen=True)
class Near:
    """How close a passage is to a question: centred, to rank by, and the plain cosine, to doubt by."""

    score: float
    cosine: float


class Index(Protocol):
    """Search over the passages; every method works inside its caller's transaction."""

    def add(self, connection: Connection, entries: Sequence[tuple[int, Terms]]) -> None:
        """Make passages findable by their words."""

    def remove(self, connection: Connection, entries: Sequence[tuple[int, Terms]]) -> None:
        """Take passages out, by exactly the terms they were added with; their vectors as well."""

    def embed(self, connection: Connection, workspace: str, model: str, vectors: Sequence[tuple[int, Vector]]) -> None:
        """Make passages findable by their meaning."""

    def by_words(self, connection: Connection, terms: Terms, scope: Scope) -> dict[int, float]:
        """Return the passages that say any of the terms, with their scores."""

    def by_meaning(self, connection: Connection, model: str, vector: Vector, scope: Scope) -> dict[int, Near]:
        """Return the passages that are nearest to the vector."""


def total(connection: Connection) -> int:
    """Return how many passages there are, everyone's."""
    return int(connection.scalar(select(func.coalesce(func.sum(documents.c.passages), 0))) or 0)
