"""Decides whether a guess is sure enough to be a label."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app import calibration
from app.calibration import Calibration, Cut
from app.result import Result

EVEN = 0.5  # the threshold of a yes or no that no target was measured for


@dataclass(frozen=True)
class Sureness:
    """How scores of a guess become a confidence, and from which confidence on the target is met."""

    curve: Calibration | None = None
    cut: Cut | None = None

    def confidence(self, score: float) -> float:
        return float(self.curve(score)) if self.curve else score


UNMEASURED = Sureness()
Surenesses = Mapping[str, Sureness]  # by label; with `choose = "one"` under "" for all of them


def measured(scores: Any, right: Any, target: float) -> Sureness:
    """Fit a curve on rows that no model learned from; the threshold comes from rows that no curve was fitted on."""
    curve = calibration.fitted(scores, right)
    if curve is None:
        return UNMEASURED
    return Sureness(curve, calibration.chosen(calibration.crossed(scores, right), right, target))


def judged(result: Result, known: Surenesses, choose: str) -> Result:
    """Turn the scores of a result into confidences and keep its guess as a label where that is sure enough."""
    if result.abstained or (not result.probabilities and result.confidence is None):
        return result
    return one(result, known.get("", UNMEASURED)) if choose == "one" else many(result, known)


def one(result: Result, sureness: Sureness) -> Result:
    """Keep the guess where nobody measured yet how often such a guess is right, or where that is often enough."""
    score = result.confidence if result.confidence is not None else max(result.probabilities.values())
    confidence = sureness.confidence(score)
    cut = sureness.cut.threshold if sureness.cut else None
    sure = sureness.curve is None or (cut is not None and confidence >= cut)
    return replace(
        result,
        probabilities=spread(result, confidence),
        labels=result.guess if sure else (),
        abstained="" if sure else "unsure",
        confidence=confidence,
        calibrated=sureness.curve is not None,
        threshold=cut,
    )


def spread(result: Result, confidence: float) -> Mapping[str, float]:
    """Move towards the guess alone, or towards all alike, until the guess has its confidence; the order stays."""
    shares = result.probabilities
    if not shares:
        return {}
    (guess,), even = result.guess, 1 / len(shares)
    certain, others = (1.0, 0.0) if confidence >= shares[guess] else (even, even)
    way = certain - shares[guess]
    part = min(1.0, max(0.0, (confidence - shares[guess]) / way)) if way else 0.0
    return {name: share + part * ((certain if name == guess else others) - share) for name, share in shares.items()}


def many(result: Result, known: Surenesses) -> Result:
    """Answer yes or no for each label; in between its threshold and the same share of no, it is for a person to say."""
    shares = {name: known.get(name, UNMEASURED).confidence(share) for name, share in result.probabilities.items()}
    cuts = {name: cut.threshold if (cut := known.get(name, UNMEASURED).cut) else EVEN for name in shares}
    guess = tuple(name for name, share in shares.items() if share >= EVEN)
    labels = tuple(name for name, share in shares.items() if share >= cuts[name])
    sure = all(share >= cuts[name] or share <= 1 - cuts[name] for name, share in shares.items())
    return replace(
        result,
        labels=labels,
        guess=guess,
        abstained="" if sure else "unsure",
        confidence=min(max(share, 1 - share) for share in shares.values()),
        calibrated=bool(shares) and all(known.get(name, UNMEASURED).curve is not None for name in shares),
        probabilities=shares,
        thresholds=cuts,
    )
