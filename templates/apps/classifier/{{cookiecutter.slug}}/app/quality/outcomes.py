"""Calibrates a model's way by what came of texts whose label is known."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from app import calibration
from app.calibration import Calibration
from app.examples import Example
from app.labels import Labels
from app.result import Result
from app.sureness import Sureness, Surenesses, judged, measured

Outcome = tuple[Result | None, str, float]  # the result, or the code of what kept it from coming; and the seconds
AS_IT_IS = Calibration("isotonic", 0, (0.0, 1.0), (0.0, 1.0))


def calibrated(
    labels: Labels, wanted: Sequence[Example], found: Sequence[Outcome], target: float
) -> tuple[Surenesses, list[Outcome]]:
    """Return the curves, and the outcomes judged by them: each row by a curve that was fitted on the others."""
    scored = [at for at, (result, _, _) in enumerate(found) if result and scores(labels, result)]
    table = np.array([scores(labels, found[at][0]) for at in scored], float)
    right = np.array([rights(labels, wanted[at], found[at][0]) for at in scored], bool)
    names = [""] if labels.choose == "one" else labels.names
    known = {name: measured(column, yes, target) for name, column, yes in zip(names, table.T, right.T, strict=False)}
    if not any(one.curve for one in known.values()):
        return {}, [(unmeasured(result), fault, seconds) for result, fault, seconds in found]
    crossed = np.array([calibration.crossed(*pair) for pair in zip(table.T, right.T, strict=True)]).T
    cuts = {name: Sureness(AS_IT_IS, one.cut) for name, one in known.items()}
    judgements = list(found)
    for at, row in zip(scored, crossed, strict=True):
        result, fault, seconds = found[at]
        judgements[at] = (judged(rescored(labels, result, row.tolist()), cuts, labels.choose), fault, seconds)
    return known, judgements


def scores(labels: Labels, result: Result | None) -> list[float]:
    """Return the score of the guess, or of each label; nothing where the way gave none."""
    if result is None or result.abstained:
        return []
    if labels.choose == "many":
        return [result.probabilities[name] for name in labels.names] if result.probabilities else []
    return [] if result.confidence is None else [result.confidence]


def rights(labels: Labels, example: Example, result: Result | None) -> list[bool]:
    if labels.choose == "many":
        return [name in example.labels for name in labels.names]
    return [result is not None and set(result.guess) == example.labels]


def rescored(labels: Labels, result: Result | None, confidences: list[float]) -> Result:
    if result is None:
        raise ValueError("only what was scored can be scored anew")
    if labels.choose == "many":
        return replace(result, probabilities=dict(zip(labels.names, confidences, strict=True)))
    return replace(result, confidence=confidences[0])


def unmeasured(result: Result | None) -> Result | None:
    """Take the guess as the label where too few rows say how sure it is."""
    if result is None or result.abstained:
        return result
    return replace(result, labels=result.guess, confidence=result.confidence if result.probabilities else None)
