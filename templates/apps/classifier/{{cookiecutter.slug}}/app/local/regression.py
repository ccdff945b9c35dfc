"""Logistic regression, learned by scikit-learn and kept as plain numbers, which take no scikit-learn to use."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

STRENGTH = 10  # C; on both public sets 1 and 100 did worse or no better
CERTAIN = 30.0  # log-odds of an answer that is the only one
FEW_ROWS = 2_000  # up to here all inner products of rows fit into memory with ease

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """A score for each answer: a row of features times `of_features`, plus `constant`; softmax makes them shares."""

    of_features: Numbers
    constant: Numbers


def learned(features: Any, questions: Sequence[NDArray[np.int_]]) -> list[Weights]:
    """Learn from one row a text, for each question with answers 0, 1, 2 ...; at least 0 and 1 get a score."""
    from sklearn.linear_model import LogisticRegression

    rows, back = turned(features)

    def weights(answers: NDArray[np.int_]) -> Weights:
        given, count = np.unique(answers), max(2, int(answers.max()) + 1)
        constant = np.full(count, -CERTAIN)
        constant[given] = 0
        if len(given) == 1:
            return Weights(np.zeros((features.shape[1], count)), constant)
        model = LogisticRegression(C=STRENGTH, tol=1e-3, max_iter=300).fit(rows, answers)
        # Of two answers it scores the second alone.
        own = given[1:] if len(given) == 2 else given
        of_features = np.zeros((features.shape[1], count))
        of_features[:, own] = back(model.coef_).T
        constant[own] = model.intercept_
        return Weights(of_features, constant)

    return [weights(answers) for answers in questions]


def turned(features: Any) -> tuple[Any, Callable[[Numbers], Numbers]]:
    """Return rows that are as long as they are many, and the way of weights back to the features.

    What is learned depends on the inner products of the rows alone, so it stays the same; and a thousand texts have
    forty thousand terms, on whose weights most of the time would go.
    """
    count, columns = features.shape
    if count >= columns or count > FEW_ROWS:
        return features, lambda weights: weights
    products = features @ features.T
    values, directions = np.linalg.eigh(products if isinstance(products, np.ndarray) else products.toarray())
    kept = values > values[-1] * 1e-6
    lengths, directions = np.sqrt(values[kept]), directions[:, kept]
    return directions * lengths, lambda weights: (weights / lengths) @ directions.T @ features
