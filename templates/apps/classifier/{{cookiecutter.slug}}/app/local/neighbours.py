"""Finds the examples that a text is most like: by meaning where there is an embedder, else by words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from app.examples import Example
from app.local.learners import Numbers, prepared, unit
from app.local.terms import Counted, Words
from app.local.vectors import Vectors

SAMPLE = 500  # examples that tell how near to one another they usually are
UNUSUAL = 0.05  # the share of examples that lie further from all others than what is called far


@dataclass(frozen=True)
class Near:
    """An example, and how like it a text is: 1 is the same, 0 is nothing in common."""

    example: Example
    likeness: float


class Neighbours:
    """The examples, each as a direction."""

    def __init__(self, examples: Sequence[Example], vectors: Vectors | None) -> None:
        self._examples, self._vectors = examples, vectors
        texts = [example.text for example in examples]
        if vectors:
            found = vectors.all(texts)
            self._mean = found.mean(axis=0)
            self._rows: Any = unit(found - self._mean)
        else:
            self._counted = Counted(Words())
            self._counted.fit(prepared(texts))
            self._rows = self._counted.rows(prepared(texts))

    def of(self, texts: Sequence[str], count: int) -> list[list[Near]]:
        """Return the nearest examples of each text, the nearest first."""
        likeness = self._likeness(self._directions(texts))
        order = np.argsort(-likeness, axis=1, kind="stable")[:, :count]
        return [
            [Near(self._examples[at], float(likeness[row, at])) for at in nearest] for row, nearest in enumerate(order)
        ]

    def nearness(self, texts: Sequence[str]) -> Numbers:
        """Return how like its nearest example each text is."""
        nearest: Numbers = self._likeness(self._directions(texts)).max(axis=1)
        return nearest

    @cached_property
    def usual(self) -> Numbers:
        """Return how like its nearest other example each of some examples is, in rising order."""
        chosen = np.linspace(0, len(self._examples) - 1, min(SAMPLE, len(self._examples))).astype(int)
        likeness = self._likeness(self._rows[chosen])
        likeness[np.arange(len(chosen)), chosen] = 0  # itself
        nearest: Numbers = np.sort(likeness.max(axis=1))
        return nearest

    @property
    def far(self) -> float:
        """Return the likeness below which a text is further from the examples than they are from one another."""
        return float(np.quantile(self.usual, UNUSUAL))

    def _directions(self, texts: Sequence[str]) -> Any:
        if self._vectors:
            return unit(self._vectors.many(texts) - self._mean)
        return self._counted.rows(prepared(texts))

    def _likeness(self, directions: Any) -> Numbers:
        found = directions @ self._rows.T
        dense: Numbers = np.asarray(found if isinstance(found, np.ndarray) else found.toarray(), float)
        return dense.clip(0, 1)
