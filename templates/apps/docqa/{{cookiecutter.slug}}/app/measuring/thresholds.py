"""Chooses from how close on passages are taken to answer a question, by what the owner's questions show.

A threshold errs in two ways: questions that the documents answer are refused, and others are answered. It is chosen by
balanced accuracy, in which both kinds of questions count alike, however many there are of each. What it does is told
from questions that it was not chosen by: each is judged by the threshold that all the others choose.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pydantic import BaseModel

from app.evaluation.statistics import wilson

LEAST_ANSWERABLE = 20
LEAST_UNANSWERABLE = 10


@dataclass(frozen=True)
class Judged:
    """A question: do the documents answer it, how close does what was found come, and is it answered now?"""

    is_answerable: bool
    closeness: float
    is_answered: bool


class Errors(BaseModel):
    """How often a threshold errs, of how many questions."""

    false_answers: int
    unanswerable: int
    false_refusals: int
    answerable: int

    @property
    def balanced(self) -> float:
        """Return the mean of the shares that are right of either kind."""
        return 1 - (self.false_answers / self.unanswerable + self.false_refusals / self.answerable) / 2

    def told(self) -> str:
        answers = shown(self.false_answers, self.unanswerable)
        return f"false answers {answers}, false refusals {shown(self.false_refusals, self.answerable)}"


class Threshold(BaseModel):
    """What was measured on one scale: as it is now, and with what the questions choose; None where they are too few."""

    scale: str
    before: float | None  # None: this scale has not been used, since nothing was measured on it
    after: float | None
    errors_before: Errors | None
    errors_after: Errors | None

    @property
    def is_better(self) -> bool:
        is_measured = self.errors_before is not None and self.errors_after is not None
        return is_measured and self.errors_after.balanced > self.errors_before.balanced  # type: ignore[union-attr]


def measured(scale: str, before: float | None, questions: Sequence[Judged]) -> Threshold:
    """Choose a threshold, and tell what it and the one in use do."""
    answerable = sum(each.is_answerable for each in questions)
    if answerable < LEAST_ANSWERABLE or len(questions) - answerable < LEAST_UNANSWERABLE:
        return Threshold(scale=scale, before=before, after=None, errors_before=None, errors_after=None)
    others = [[*questions[:at], *questions[at + 1 :]] for at in range(len(questions))]
    judged = [each.closeness >= best(rest) for each, rest in zip(questions, others, strict=True)]
    return Threshold(
        scale=scale,
        before=before,
        after=best(questions),
        errors_before=errors(questions, [each.is_answered for each in questions]),
        errors_after=errors(questions, judged),
    )


def best(questions: Sequence[Judged]) -> float:
    """Return the threshold of the highest balanced accuracy, between two questions; of several the middle one."""
    yes = sorted(each.closeness for each in questions if each.is_answerable)
    no = sorted(each.closeness for each in questions if not each.is_answerable)

    def balanced(value: float) -> float:
        return (bisect_left(no, value) / len(no) - bisect_left(yes, value) / len(yes) + 1) / 2

    tried = [(balanced(value), value) for value in candidates(yes + no)]
    top = max(tried)[0]
    ties = [value for score, value in tried if score == top]
    return round(ties[len(ties) // 2], 6)


def candidates(closenesses: Sequence[float]) -> Iterator[float]:
    """Yield what lies between two neighbours, and one below all: every threshold that tells the questions apart."""
    values = sorted(set(closenesses))
    yield values[0]
    yield from ((low + high) / 2 for low, high in pairwise(values))


def errors(questions: Sequence[Judged], answered: Sequence[bool]) -> Errors:
    pairs = list(zip(questions, answered, strict=True))
    answerable = sum(each.is_answerable for each in questions)
    return Errors(
        false_answers=sum(is_answered and not each.is_answerable for each, is_answered in pairs),
        unanswerable=len(questions) - answerable,
        false_refusals=sum(each.is_answerable and not is_answered for each, is_answered in pairs),
        answerable=answerable,
    )


def shown(count: int, of: int) -> str:
    low, high = wilson(count, of)
    return f"{count}/{of} ({low:.0%} to {high:.0%})"
