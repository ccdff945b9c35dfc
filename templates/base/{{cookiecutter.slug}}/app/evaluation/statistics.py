"""The few numbers that say how far counts can be trusted."""

import math
import random
from collections.abc import Callable, Sequence
from statistics import NormalDist

Z95 = NormalDist().inv_cdf(0.975)
RESAMPLES = 2_000
SURE = 0.05  # two-sided; a p-value up to this is called a difference


def wilson(right: int, count: int, z: float = Z95) -> tuple[float, float]:
    """Return the score interval of a share, from 0 to 1; without observations it is all of that.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927) 209-212.
    """
    if not count:
        return (0.0, 1.0)
    share, square = right / count, z * z
    middle = share + square / (2 * count)
    half = z * math.sqrt(share * (1 - share) / count + square / (4 * count * count))
    scale = 1 + square / count
    low = 0.0 if right == 0 else (middle - half) / scale
    high = 1.0 if right == count else (middle + half) / scale
    return (low, high)


def mcnemar(better: int, worse: int) -> float:
    """Return the exact two-sided p-value of the pairs that changed: a sign test, either way being as likely.

    Q. McNemar, "Note on the sampling error of the difference between correlated proportions or percentages",
    Psychometrika 12 (1947) 153-157; exact by the binomial distribution, as in A. Agresti, Categorical Data Analysis.
    """
    changed = better + worse
    tail = sum(math.comb(changed, count) for count in range(min(better, worse) + 1))
    return min(1.0, tail / (1 << changed) * 2)


def fewest_changes() -> int:
    """Return how many pairs must change before the test can find a difference, all going one way."""
    changed = 1
    while mcnemar(0, changed) > SURE:
        changed += 1
    return changed


def percentile(values: Sequence[float], share: float) -> float | None:
    """Return the smallest value that at least this share of the values does not exceed: the nearest rank.

    Definition 1 of R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages",
    The American Statistician 50 (1996) 361-365. None where there are no values.
    """
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)] if ranked else None


def mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def bootstrap(values: Sequence[float], statistic: Callable[[Sequence[float]], float] = mean) -> tuple[float, float]:
    """Return the 95% percentile interval of a statistic over resamples of the values, the same at every call.

    B. Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7 (1979) 1-26.
    """
    rng = random.Random(0)  # noqa: S311
    found = sorted(statistic(rng.choices(values, k=len(values))) for _ in range(RESAMPLES))
    return found[int(0.025 * RESAMPLES)], found[int(0.975 * RESAMPLES)]
