"""Finds examples whose label is likely wrong, by probabilities from models that did not learn from them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.examples import Example
from app.local.learners import Numbers


@dataclass(frozen=True)
class Suspect:
    """An example, its label, and the label that the other examples speak for."""

    text: str
    label: str
    instead: str
    probability: float


def suspects(examples: Sequence[Example], probabilities: Numbers, names: Sequence[str]) -> list[Suspect]:
    """Return the examples that look like another label's more than that label's own do on average, worst first.

    Confident learning: C. Northcutt et al., "Confident learning: estimating uncertainty in dataset labels",
    JAIR 70 (2021) 1373-1411.
    """
    gold = np.array([names.index(next(iter(example.labels))) for example in examples], int)
    rows = np.arange(len(gold))
    own = probabilities[rows, gold]
    usual = np.array([own[gold == label].mean() if (gold == label).any() else np.inf for label in range(len(names))])
    other = np.where(probabilities >= usual, probabilities, 0)
    other[rows, gold] = 0
    instead = other.argmax(axis=1)
    doubt = other[rows, instead] - own
    found = [
        row for row in np.argsort(-doubt, kind="stable") if other[row, instead[row]] > 0 and own[row] < usual[gold[row]]
    ]
    return [
        Suspect(examples[row].text, names[gold[row]], names[instead[row]], float(other[row, instead[row]]))
        for row in found
    ]
