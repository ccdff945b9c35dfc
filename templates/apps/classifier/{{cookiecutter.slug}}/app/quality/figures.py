"""The numbers of a run: right ones, per label, with intervals; what stands beside them; what is confused with what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from app import calibration
from app.calibration import Bin, Cut, Numbers
from app.evaluation.statistics import percentile
from app.quality.rows import Flags, Row, Run, marked

DRAWS = 1_000  # of the bootstrap
SEED = 7  # the same rows have the same intervals


@dataclass(frozen=True)
class Share:
    """A share with its 95% interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Class:
    """How one label fares."""

    label: str
    precision: float
    recall: float
    f1: float
    count: int  # texts that carry it


@dataclass(frozen=True)
class Pair:
    """Texts of one label that got another."""

    gold: str
    guess: str
    count: int


@dataclass(frozen=True)
class Baseline:
    """What the same rows would be labelled by something simpler."""

    name: str
    accuracy: Share
    macro_f1: Share


@dataclass(frozen=True)
class Figures:
    """All that the report shows."""

    accuracy: Share
    macro_f1: Share
    classes: list[Class]
    baselines: list[Baseline]
    matrix: list[list[int]]  # gold by guess, the last column for no guess; empty with `choose = "many"`
    pairs: list[Pair]
    failed: int
    abstained: int
    unsure: int
    kept: Cut  # what the threshold keeps
    ece: float | None
    bins: list[Bin]
    curve: list[Cut]
    cost_usd: float | None
    estimated: bool
    p50_seconds: float | None
    p95_seconds: float | None
    locally: int  # rows that a cascade answered without the model
    saved_usd: float | None  # what those would have cost, at the mean of the others


def figures(run: Run) -> Figures:
    """Count a run; failed rows and those without a guess are wrong."""
    rows = run.rows
    gold, guess = marked(run.labels, [row.gold for row in rows]), marked(run.labels, [given(row) for row in rows])
    measured = [row for row in rows if row.confidence is not None and not row.fault]
    confidences, right = [row.confidence or 0.0 for row in measured], [row.right for row in measured]
    matrix = confusion(run.labels, rows) if run.choose == "one" else []
    seconds, costs = [row.seconds for row in rows], [row.cost_usd for row in rows if row.cost_usd is not None]
    kept = [row.right for row in rows if row.sure]
    return Figures(
        *shares(gold, guess),
        classes=classes(run.labels, gold, guess),
        baselines=list(baselines(run, gold)),
        matrix=matrix,
        pairs=pairs(run.labels, matrix),
        failed=sum(bool(row.fault) for row in rows),
        abstained=sum(row.abstained not in {"", "unsure"} for row in rows),
        unsure=sum(row.abstained == "unsure" for row in rows),
        kept=Cut(run.thresholds.get("", 0.0), len(kept) / len(rows), sum(kept) / max(1, len(kept))),
        ece=calibration.ece(confidences, right) if run.calibration and measured else None,
        bins=calibration.reliability(confidences, right) if measured else [],
        curve=calibration.curve(confidences, right) if measured else [],
        cost_usd=sum(costs) if costs else None,
        estimated=any(row.estimated for row in rows),
        p50_seconds=percentile(seconds, 0.5),
        p95_seconds=percentile(seconds, 0.95),
        locally=sum(row.way == "local" for row in rows),
        saved_usd=saved(rows),
    )


def saved(rows: Sequence[Row]) -> float | None:
    """Return what the rows of the local way would have cost a model; nothing where no row tells what that takes."""
    costs = [row.cost_usd for row in rows if row.cost_usd is not None and row.way != "local"]
    return sum(row.way == "local" for row in rows) * sum(costs) / len(costs) if costs else None


def given(row: Row) -> Sequence[str]:
    """Return the guess that counts."""
    return [] if row.fault or row.abstained not in {"", "unsure"} else row.guess


def baselines(run: Run, gold: Flags) -> Sequence[Baseline]:
    """Return the commonest labels and, beside a model, the local way."""
    found = [("majority", [run.commonest] * len(run.rows))]
    if run.way != "local":
        found.append(("local", [row.local for row in run.rows]))
    return [Baseline(name, *shares(gold, marked(run.labels, labels))) for name, labels in found]


def shares(gold: Flags, guess: Flags) -> tuple[Share, Share]:
    """Return accuracy and macro-F1 with bootstrap intervals: of rows drawn anew, with repetition.

    B. Efron and R. Tibshirani, An Introduction to the Bootstrap (1993), the percentile interval.
    """
    weights = np.random.default_rng(SEED).multinomial(len(gold), np.full(len(gold), 1 / len(gold)), DRAWS).astype(float)
    every = np.ones((1, len(gold)))
    right = (gold == guess).all(axis=1)

    def accuracy(drawn: Numbers) -> Numbers:
        found: Numbers = drawn @ right / len(gold)
        return found

    return interval(accuracy, every, weights), interval(lambda drawn: macro_f1(gold, guess, drawn), every, weights)


def interval(count: Callable[[Numbers], Numbers], every: Numbers, drawn: Numbers) -> Share:
    low, high = np.percentile(count(drawn), [2.5, 97.5])
    return Share(float(count(every)[0]), float(low), float(high))


def macro_f1(gold: Flags, guess: Flags, weights: Numbers) -> Numbers:
    """Return the mean F1 of all labels that some text carries or got, for each set of weights."""
    both, either = weights @ (gold & guess), weights @ (gold.astype(int) + guess)
    there = either > 0
    f1 = np.divide(2 * both, either, out=np.zeros(both.shape), where=there)
    mean: Numbers = f1.sum(axis=1) / np.maximum(1, there.sum(axis=1))
    return mean


def classes(labels: Sequence[str], gold: Flags, guess: Flags) -> list[Class]:
    both, carried, got = (gold & guess).sum(axis=0), gold.sum(axis=0), guess.sum(axis=0)
    return [
        Class(
            label,
            float(both[at] / max(1, got[at])),
            float(both[at] / max(1, carried[at])),
            float(2 * both[at] / max(1, carried[at] + got[at])),
            int(carried[at]),
        )
        for at, label in enumerate(labels)
    ]


def confusion(labels: Sequence[str], rows: Sequence[Row]) -> list[list[int]]:
    """Count every row once: gold by guess, with a column for those without one."""
    matrix = [[0] * (len(labels) + 1) for _ in labels]
    at = {label: number for number, label in enumerate(labels)}
    for row in rows:
        guess = given(row)
        matrix[at[row.gold[0]]][at[guess[0]] if guess else len(labels)] += 1
    return matrix


def pairs(labels: Sequence[str], matrix: Sequence[Sequence[int]]) -> list[Pair]:
    """Return what is confused with what, the commonest first."""
    found = [
        Pair(gold, labels[column], count)
        for gold, counts in zip(labels, matrix, strict=False)
        for column, count in enumerate(counts[: len(labels)])
        if count and labels[column] != gold
    ]
    return sorted(found, key=lambda pair: -pair.count)
