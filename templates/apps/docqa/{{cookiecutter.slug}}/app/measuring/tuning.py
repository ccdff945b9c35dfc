"""Chooses a way of searching by its scores on the owner's questions, and another one only where it is surely better."""

from collections.abc import Sequence

from pydantic import BaseModel

from app.documents.passages import Way
from app.evaluation.measures import FEW
from app.evaluation.statistics import bootstrap, mean

WAYS: tuple[Way, ...] = ("words", "meaning", "both")


class Scored(BaseModel):
    """How well one way of searching does, and the 95% interval of what it gains over the way in use."""

    way: Way
    ndcg: float
    recall: float
    low: float
    high: float


def scored(way: Way, scores: Sequence[float], present: Sequence[float]) -> Scored:
    """Sum up a way's scores beside those of the way in use."""
    low, high = gain(scores, present)
    found = sum(score > 0 for score in scores)
    return Scored(way=way, ndcg=mean(scores), recall=found / len(scores), low=low, high=high)


def gain(scores: Sequence[float], present: Sequence[float]) -> tuple[float, float]:
    """Return the 95% interval of what scores gain, question by question, over those of now."""
    return bootstrap([score - now for score, now in zip(scores, present, strict=True)])


def chosen(results: Sequence[Scored], present: Way, count: int) -> Way:
    """Return the best way if its gain is above zero with confidence, else the one in use."""
    best = max(results, key=lambda each: each.ndcg)
    return best.way if count >= FEW and best.low > 0 else present
