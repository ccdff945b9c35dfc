"""What came of one text with a known label, and the run that it belongs to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

Flags = NDArray[np.bool_]


class Row(BaseModel):
    """A text, the labels that are right, and those that were given; `fault` says why none were."""

    text: str
    gold: list[str]
    guess: list[str] = []
    sure: bool = False  # enough so for the guess to be the label
    confidence: float | None = None
    abstained: str = ""
    fault: str = ""
    way: str = ""
    rung: str = ""
    seconds: float = 0.0
    cost_usd: float | None = None
    estimated: bool = False
    local: list[str] = []  # what the local way guesses

    @property
    def right(self) -> bool:
        """Tell whether every label is; a text without a guess is wrong, unless none was asked for."""
        return not self.fault and set(self.guess) == set(self.gold) and self.abstained in {"", "unsure"}


class Suspected(BaseModel):
    """An example whose own label looks wrong beside the others."""

    text: str
    label: str
    instead: str
    probability: float


class Learning(BaseModel):
    """What the local way learned from."""

    model: str
    examples: int
    tried: dict[str, float]


class Run(BaseModel):
    """A whole evaluation, as it is saved."""

    begun: datetime
    name: str
    language: str
    way: str
    answerer: str
    is_model: bool
    choose: Literal["one", "many"]
    labels: list[str]
    commonest: list[str]  # the labels of most examples: what a guess without looking would be
    target: float
    thresholds: dict[str, float]  # by label; with `choose = "one"` under "" for all of them
    calibration: str  # its method, or nothing where there were too few rows
    learning: Learning | None
    suspects: list[Suspected]
    rows: list[Row]


def marked(labels: Sequence[str], given: Sequence[Sequence[str]]) -> Flags:
    """Return a row a text and a column a label."""
    return np.array([[name in names for name in labels] for names in given], bool).reshape(-1, len(labels))
