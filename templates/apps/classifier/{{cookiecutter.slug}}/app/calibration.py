"""Turns a score into a confidence: how often a guess with such a score is right, and from where on that is enough."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

FEWEST = 20  # rows that a calibration is fitted on; with fewer, a score stays a score
MANY = 1_000  # from here on isotonic regression, which needs no shape but many rows, does better than Platt's line
BINS = 10
FOLDS = 5

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Calibration:
    """A rising curve through the points (x, y), by its method; rows of which kind it was fitted on is the caller's."""

    method: Literal["isotonic", "platt"]
    count: int
    x: tuple[float, ...]
    y: tuple[float, ...]

    def __call__(self, scores: Any) -> Numbers:
        if self.method == "isotonic":
            risen: Numbers = np.interp(np.asarray(scores, float), self.x, self.y)
            return risen
        slope, offset = self.y
        shares: Numbers = 1 / (1 + np.exp(-(slope * logit(scores) + offset)))
        return shares


def fitted(scores: Any, right: Any) -> Calibration | None:
    """Fit the method that suits the number of rows; nothing where there are too few of them."""
    scores, right = np.asarray(scores, float), np.asarray(right, bool)
    if len(scores) < FEWEST:
        return None
    return isotonic(scores, right) if len(scores) >= MANY and 0 < right.mean() < 1 else platt(scores, right)


def isotonic(scores: Numbers, right: Flags) -> Calibration:
    from sklearn.isotonic import IsotonicRegression

    curve = IsotonicRegression(y_min=0, y_max=1).fit(scores, right)
    x, y = curve.X_thresholds_, curve.y_thresholds_
    return Calibration("isotonic", len(scores), tuple(map(float, x)), tuple(map(float, y)))


def platt(scores: Numbers, right: Flags) -> Calibration:
    """Fit a logistic curve to the log-odds, its targets drawn in from 0 and 1 so that it is never certain.

    J. Platt, "Probabilistic outputs for support vector machines", Advances in Large Margin Classifiers (1999).
    """
    from sklearn.linear_model import LogisticRegression

    yes, no = right.sum(), (~right).sum()
    target = np.where(right, (yes + 1) / (yes + 2), 1 / (no + 2))
    x = np.tile(logit(scores), 2)[:, None]
    answers, weights = np.repeat([1, 0], len(scores)), np.concatenate([target, 1 - target])
    line = LogisticRegression(C=100).fit(x, answers, weights)
    slope = max(0.0, float(line.coef_[0, 0]))  # a falling curve would call the unlikely likely
    if slope == 0.0:
        share = float(target.mean())
        return Calibration("platt", len(scores), (), (0.0, float(np.log(share / (1 - share)))))
    return Calibration("platt", len(scores), (), (slope, float(line.intercept_[0])))


def logit(scores: Any) -> Numbers:
    inside = np.clip(np.asarray(scores, float), 1e-6, 1 - 1e-6)
    odds: Numbers = np.log(inside / (1 - inside))
    return odds


def crossed(scores: Any, right: Any) -> Numbers:
    """Return each row's confidence by a calibration that was fitted on the other rows."""
    scores, right = np.asarray(scores, float), np.asarray(right, bool)
    confidences: Numbers = scores.copy()
    folds = np.arange(len(scores)) % FOLDS
    for fold in range(FOLDS):
        others, own = folds != fold, folds == fold
        curve = fitted(scores[others], right[others])
        if curve is not None and own.any():
            confidences[own] = curve(scores[own])
    return confidences


def ece(confidences: Any, right: Any, bins: int = BINS) -> float:
    """Return the expected calibration error: how far confidence and share of right ones lie apart, bin by bin.

    M. Naeini et al., "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015.
    """
    return sum(abs(row.confidence - row.right) * row.count for row in reliability(confidences, right, bins)) / max(
        1, len(confidences)
    )


@dataclass(frozen=True)
class Bin:
    """The rows of one range of confidence."""

    confidence: float
    right: float
    count: int


def reliability(confidences: Any, right: Any, bins: int = BINS) -> list[Bin]:
    """Return the ranges of confidence that have rows, each with how many of them are right."""
    confidences, right = np.asarray(confidences, float), np.asarray(right, bool)
    place = np.minimum((confidences * bins).astype(int), bins - 1)
    return [
        Bin(float(confidences[place == number].mean()), float(right[place == number].mean()), int(count))
        for number, count in enumerate(np.bincount(place, minlength=bins))
        if count
    ]


@dataclass(frozen=True)
class Cut:
    """A threshold, the share of rows at or above it, and how many of those are right."""

    threshold: float
    coverage: float
    right: float


def curve(confidences: Any, right: Any) -> list[Cut]:
    """Return what each threshold would keep, from the strictest on; rows of one confidence stay together."""
    confidences, right = np.asarray(confidences, float), np.asarray(right, bool)
    order = np.argsort(-confidences, kind="stable")
    ranked, hits = confidences[order], np.cumsum(right[order])
    ends = [index for index in range(len(ranked)) if index + 1 == len(ranked) or ranked[index + 1] < ranked[index]]
    return [Cut(float(ranked[end]), (end + 1) / len(ranked), float(hits[end] / (end + 1))) for end in ends]


def chosen(confidences: Any, right: Any, target: float) -> Cut | None:
    """Return the threshold that keeps most rows while the target share of them is right; nothing where none does.

    The share is that of the rule of succession, one right and one wrong added, so that few rows prove little.
    """
    rows = len(confidences)
    fit = (cut for cut in curve(confidences, right) if succession(cut, rows) >= target)
    return max(fit, key=lambda cut: cut.coverage, default=None)


def succession(cut: Cut, rows: int) -> float:
    kept = cut.coverage * rows
    return (cut.right * kept + 1) / (kept + 2)
