import math
from collections.abc import Sequence
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.evaluation.comparison import finding
from app.evaluation.statistics import Z95, bootstrap, fewest_changes, mcnemar, mean, percentile, wilson

COUNTS = st.integers(1, 5000).flatmap(lambda count: st.tuples(st.integers(0, count), st.just(count)))
CHANGES = st.integers(0, 400)


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_intervals(right: int, count: int, low: float, high: float) -> None:
    """R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998)."""
    assert wilson(right, count) == pytest.approx((low, high), abs=5e-5)


def test_wilson_without_an_observation_knows_nothing() -> None:
    assert wilson(0, 0) == (0, 1)


@given(COUNTS)
def test_wilson_s_ends_are_the_shares_that_the_score_test_just_rejects(counts: tuple[int, int]) -> None:
    right, count = counts
    low, high = wilson(right, count)
    assert 0 <= low <= right / count <= high <= 1
    for end in (low, high):
        assert (right / count - end) ** 2 == pytest.approx(Z95**2 * end * (1 - end) / count, abs=1e-9)


@given(COUNTS)
def test_wilson_mirrors_and_narrows(counts: tuple[int, int]) -> None:
    right, count = counts
    low, high = wilson(right, count)
    assert wilson(count - right, count) == pytest.approx((1 - high, 1 - low))
    more = wilson(4 * right, 4 * count)
    assert more[1] - more[0] < high - low


@pytest.mark.parametrize(
    ("better", "worse", "p"),
    [
        (0, 0, 1),
        (3, 3, 1),
        (13, 2, 242 / 2**15),  # Darwin's maize by the sign test: 13 pairs of 15, p = 0.0074
        (1, 9, 22 / 2**10),
        (0, 6, 2**-5),
        (0, 2000, 0),
    ],
)
def test_mcnemar_gives_the_binomial_s_own_values(better: int, worse: int, p: float) -> None:
    assert mcnemar(better, worse) == pytest.approx(p, abs=1e-12)


@given(CHANGES, CHANGES)
def test_mcnemar_is_the_chance_of_as_lopsided_a_split(better: int, worse: int) -> None:
    changed = better + worse
    as_lopsided = [k for k in range(changed + 1) if abs(2 * k - changed) >= abs(better - worse)]
    chance = Fraction(sum(comb(changed, k) for k in as_lopsided), 2**changed)
    assert mcnemar(better, worse) == mcnemar(worse, better) == pytest.approx(float(chance))


@pytest.mark.parametrize(
    ("better", "worse", "found"),
    [
        (0, 0, "too_few"),
        (5, 0, "too_few"),
        (6, 0, "better"),
        (0, 6, "worse"),
        (5, 1, "no_difference"),
        (40, 41, "no_difference"),
        (30, 10, "better"),
    ],
)
def test_a_difference_is_called_one_only_where_it_can_be_told(better: int, worse: int, found: str) -> None:
    assert fewest_changes() == 6
    assert finding(better, worse) == found


@pytest.mark.parametrize(
    ("values", "share", "wanted"),
    [([], 0.5, None), ([3], 0.95, 3), ([4, 1, 3, 2], 0.5, 2), (range(1, 101), 0.95, 95), (range(1, 101), 0, 1)],
)
def test_a_percentile_is_one_of_the_values(values: Sequence[float], share: float, wanted: float | None) -> None:
    assert percentile(values, share) == wanted


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0.01, 1))
def test_a_percentile_leaves_at_least_its_share_below(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-6
    assert sum(value < found for value in values) < share * len(values) + 1e-6


def test_the_bootstrap_s_interval_is_that_of_the_normal_where_values_are_many() -> None:
    values = [float(number % 10) for number in range(400)]
    low, high = bootstrap(values)
    half = Z95 * math.sqrt(sum((value - 4.5) ** 2 for value in values) / 400 / 400)
    assert (low, high) == pytest.approx((4.5 - half, 4.5 + half), abs=0.03)
    assert bootstrap(values) == (low, high)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
@settings(max_examples=20)
def test_the_bootstrap_stays_among_the_values(values: list[float]) -> None:
    low, high = bootstrap(values)
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9
    assert min(values) - 1e-9 <= mean(values) <= max(values) + 1e-9
