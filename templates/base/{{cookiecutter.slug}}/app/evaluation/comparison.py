"""Compares a run with an earlier one, case by case, by a test for pairs."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel

from app.evaluation.statistics import SURE, fewest_changes, mcnemar

Finding = Literal["better", "worse", "no_difference", "too_few"]


class Comparison(BaseModel):
    """How the cases of both runs went: those that changed, and the chance of that where nothing did."""

    baseline: str  # who answered then
    pairs: int
    better: int  # wrong then, right now
    worse: int
    p: float
    finding: Finding
    unpaired: int  # cases of either run that the other does not have


def compared(new: Mapping[str, bool], old: Mapping[str, bool], baseline: str) -> Comparison:
    """Pair the cases that both runs have, each by what makes it the same with whether it went right."""
    both = new.keys() & old.keys()
    better = sum(new[key] and not old[key] for key in both)
    worse = sum(old[key] and not new[key] for key in both)
    return Comparison(
        baseline=baseline,
        pairs=len(both),
        better=better,
        worse=worse,
        p=mcnemar(better, worse),
        finding=finding(better, worse),
        unpaired=len(new.keys() ^ old.keys()),
    )


def finding(better: int, worse: int) -> Finding:
    if better + worse < fewest_changes():
        return "too_few"
    if mcnemar(better, worse) > SURE:
        return "no_difference"
    return "better" if better > worse else "worse"
