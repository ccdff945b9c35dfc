"""Confidence: what it is fitted on, what it must never be fitted on, and the laws it keeps."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import calibration
from app.result import Result
from app.sureness import spread

PAIRS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=20, max_size=120)


@settings(max_examples=30)
@given(PAIRS)
def test_a_calibration_rises_and_stays_a_share(pairs: list[tuple[float, bool]]) -> None:
    scores, right = zip(*pairs, strict=True)
    curve = calibration.fitted(scores, right)
    assert curve is not None
    found = curve(np.linspace(0, 1, 50))
    assert ((found >= 0) & (found <= 1)).all()
    assert (np.diff(found) >= -1e-9).all()


@given(PAIRS, st.floats(0.5, 0.99))
def test_a_threshold_keeps_what_it_promises(pairs: list[tuple[float, bool]], target: float) -> None:
    scores, right = (np.array(column) for column in zip(*pairs, strict=True))
    cut = calibration.chosen(scores, right, target)
    if cut is None:
        return
    kept = scores >= cut.threshold
    assert cut.coverage == pytest.approx(kept.mean())
    assert cut.right == pytest.approx(right[kept].mean())
    assert cut.right >= target


@given(PAIRS)
def test_the_calibration_error_is_a_share(pairs: list[tuple[float, bool]]) -> None:
    scores, right = zip(*pairs, strict=True)
    assert 0 <= calibration.ece(scores, right) <= 1
    assert sum(each.count for each in calibration.reliability(scores, right)) == len(pairs)


def test_the_method_follows_the_number_of_rows() -> None:
    random = np.random.default_rng(1)
    scores = random.random(1_200)
    right = random.random(1_200) < scores**2
    methods = {count: calibration.fitted(scores[:count], right[:count]) for count in (19, 20, 999, 1_000)}
    assert {count: curve and curve.method for count, curve in methods.items()} == {
        19: None,
        20: "platt",
        999: "platt",
        1_000: "isotonic",
    }
    curve = methods[1_000]
    assert curve is not None
    assert calibration.ece(curve(scores), right) < calibration.ece(scores, right) / 3


def test_a_row_s_confidence_never_comes_from_itself() -> None:
    """Turn one row's truth around: every other row's confidence may change, its own must not."""
    scores = np.linspace(0.05, 0.95, 60)
    right = scores > 0.5
    before = calibration.crossed(scores, right)
    for row in (0, 29, 59):
        turned = right.copy()
        turned[row] = ~turned[row]
        after = calibration.crossed(scores, turned)
        assert after[row] == before[row]
        assert (after != before).any()


def test_a_handful_of_right_rows_is_no_threshold() -> None:
    assert calibration.chosen([0.9] * 10, [True] * 10, 0.95) is None
    assert calibration.chosen([0.9] * 20, [True] * 20, 0.95) is not None


@given(st.lists(st.floats(0.01, 1), min_size=2, max_size=6), st.floats(0, 1))
def test_a_confidence_changes_no_order_among_the_labels(weights: list[float], confidence: float) -> None:
    shares = {str(at): weight / sum(weights) for at, weight in enumerate(weights)}
    guess = max(shares, key=lambda name: shares[name])
    result = Result((), (guess,), "local", "", "local", probabilities=shares)
    found = spread(result, confidence)
    assert sum(found.values()) == pytest.approx(1)
    assert found[guess] == pytest.approx(max(found.values())) == pytest.approx(max(confidence, 1 / len(shares)))
    for one, other in itertools.pairwise(sorted(shares, key=lambda name: (shares[name], name == guess))):
        assert found[one] <= found[other] + 1e-9
