"""Numbers that an app measures of itself beside its cases: `measured` in its `subject` returns them."""

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import BaseModel

from app.evaluation.statistics import bootstrap, mean, percentile, wilson

Form = Literal["share", "score", "usd", "seconds"]

FEW = 20  # questions; what rests on fewer is too few to tell


class Measure(BaseModel):
    """A number, its 95% interval, and how many questions it rests on."""

    name: str
    form: Form
    value: float
    low: float
    high: float
    count: int

    @property
    def is_few(self) -> bool:
        return self.count < FEW


class Wrong(BaseModel):
    """A question that went wrong, and how."""

    question: str
    why: str


class Measured(BaseModel):
    """What came of the questions that an app asked of itself; one without an answer is in `faults`, and wrong."""

    rows: list[Measure]
    questions: list[str] = []  # all that were asked, each once
    wrongs: list[Wrong]
    notes: list[str]
    count: int
    faults: dict[str, int]


def share(name: str, outcomes: Sequence[bool]) -> Iterator[Measure]:
    """Yield a share with its score interval; nothing where nothing was asked."""
    if outcomes:
        right, count = sum(outcomes), len(outcomes)
        low, high = wilson(right, count)
        yield Measure(name=name, form="share", value=right / count, low=low, high=high, count=count)


def average(name: str, values: Sequence[float], form: Form = "score") -> Iterator[Measure]:
    """Yield a mean with its bootstrap interval."""
    if values:
        low, high = bootstrap(values)
        yield Measure(name=name, form=form, value=mean(values), low=low, high=high, count=len(values))


def times(name: str, seconds: Sequence[float]) -> Iterator[Measure]:
    """Yield the median and the 95th percentile of times, with their bootstrap intervals."""
    for at in (0.5, 0.95) if seconds else ():

        def ranked(values: Sequence[float], at: float = at) -> float:
            return percentile(values, at) or 0.0

        low, high = bootstrap(seconds, ranked)
        shown = f"{name}, p{at * 100:.0f} s"
        yield Measure(name=shown, form="seconds", value=ranked(seconds), low=low, high=high, count=len(seconds))
