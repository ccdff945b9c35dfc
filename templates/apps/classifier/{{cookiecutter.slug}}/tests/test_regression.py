"""Logistic regression as it is kept: the same shares as scikit-learn's own, by fewer weights to try."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from app.local.learners import softmax
from app.local.regression import STRENGTH, Numbers, learned


def shares(features: Numbers, answers: list[int], asked: Numbers) -> Numbers:
    (weights,) = learned(csr_matrix(features), [np.array(answers)])
    return softmax(asked @ weights.of_features + weights.constant)


@pytest.mark.parametrize("columns", [3, 40], ids=["more rows than columns", "more columns than rows"])
@pytest.mark.parametrize("count", [2, 3])
def test_it_learns_what_scikit_learn_learns(columns: int, count: int) -> None:
    random = np.random.default_rng(1)
    features, asked = random.random((30, columns)), random.random((20, columns))
    answers = [int(value) for value in (features[:, 0] * count)]
    exact = LogisticRegression(C=STRENGTH, tol=1e-9, max_iter=9_000).fit(features, answers)
    found = shares(features, answers, asked)
    assert found == pytest.approx(exact.predict_proba(asked), abs=0.12)  # it stops early, near it
    assert found.sum(axis=1) == pytest.approx(1)


@pytest.mark.parametrize("answer", [0, 1])
def test_the_only_answer_there_is_stays_certain(answer: int) -> None:
    found = shares(np.eye(4), [answer] * 4, np.ones((1, 4)))
    assert found.tolist() == [pytest.approx([1 - answer, answer])]
