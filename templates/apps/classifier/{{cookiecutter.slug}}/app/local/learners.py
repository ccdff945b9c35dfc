"""The local models: nearness to what a label means, and logistic regression on meaning, words and letters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from app.evaluation.comparing import comparable
from app.local.regression import learned
from app.local.terms import Counted, Letters, Terms, Words
from app.local.vectors import Matrix

SHARPNESS = 40  # of the step from nearness to probability, before any example says how sure that makes
TERMS: dict[str, Callable[[], Terms]] = {"words": Words, "letters": Letters}

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Texts:
    """Texts as they are written and, where there is an embedder, as vectors."""

    written: Sequence[str]
    vectors: Matrix | None = None

    def at(self, rows: Any) -> "Texts":
        chosen = np.flatnonzero(rows).tolist()
        return Texts([self.written[row] for row in chosen], None if self.vectors is None else self.vectors[chosen])


class Learner(Protocol):
    """Learns from texts with the labels of each, and gives every label a probability."""

    name: str

    def fit(self, texts: Texts, gold: Flags) -> None: ...

    def probabilities(self, texts: Texts) -> Numbers: ...


class Nearest:
    """Compares a text with the middle of each label: of its description and of its examples."""

    name = "nearest"

    def __init__(self, choose: str) -> None:
        self._choose = choose

    def fit(self, texts: Texts, gold: Flags) -> None:
        vectors = np.asarray(texts.vectors)
        self._middles = np.stack([unit(vectors[column].mean(axis=0)) for column in gold.T])
        self._mean = self._middles.mean(axis=0)

    def probabilities(self, texts: Texts) -> Numbers:
        near = np.asarray(texts.vectors, float) @ self._middles.T
        if self._choose == "many":
            # A label is likely where the text is nearer to it than the labels are to one another's middle.
            beyond = near - (self._middles @ self._mean)[None, :]
            odds: Numbers = 1 / (1 + np.exp(-SHARPNESS * beyond))
            return odds
        return softmax(SHARPNESS * near)


class Regression:
    """Logistic regression on the chosen sides of a text; one that was never seen in an example has its description."""

    def __init__(self, name: str, sides: Sequence[str], choose: str) -> None:
        self.name = name
        self._sides, self._choose = sides, choose

    def fit(self, texts: Texts, gold: Flags) -> None:
        self._mean = None if texts.vectors is None else texts.vectors.mean(axis=0)
        self._counted = [Counted(TERMS[side]()) for side in self._sides if side != "meaning"]
        for counted in self._counted:
            counted.fit(prepared(texts.written))
        answers = [gold.argmax(axis=1)] if self._choose == "one" else list(gold.T.astype(int))
        self._weights = learned(self._features(texts), answers)

    def probabilities(self, texts: Texts) -> Numbers:
        features = self._features(texts)
        found = [softmax(np.asarray(features @ each.of_features + each.constant)) for each in self._weights]
        return found[0] if self._choose == "one" else np.stack([shares[:, 1] for shares in found], axis=1)

    def _features(self, texts: Texts) -> Any:
        from scipy.sparse import csr_matrix, hstack

        written = prepared(texts.written)
        counted = [each.rows(written) for each in self._counted]
        if "meaning" not in self._sides:
            return hstack(counted).tocsr() if len(counted) > 1 else counted[0]
        meaning = unit(np.asarray(texts.vectors) - self._mean)
        return hstack([csr_matrix(meaning), *counted]).tocsr() if counted else meaning


def prepared(texts: Sequence[str]) -> list[str]:
    return [comparable(text) for text in texts]


def unit(vectors: Any) -> Any:
    """Return vectors of length one; one of zeros has no direction to keep."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return vectors / np.where(lengths == 0, 1, lengths)


def softmax(scores: Numbers) -> Numbers:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Numbers = raised / raised.sum(axis=1, keepdims=True)
    return shares
