"""Sums up what came of the owner's questions: what is found, what is cited, what is answered, and what that takes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.evaluation.measures import Measure, Wrong, average, share, times
from app.evaluation.runs import Attempt
from app.evaluation.statistics import mean
from app.measuring.asking import Asked, Said
from app.measuring.ranks import DEPTH, is_within, ndcg, reciprocal
from app.measuring.wanted import Wanted


@dataclass(frozen=True)
class Outcome:
    """A question and what came of it; one without an answer has none of what is good."""

    wanted: Wanted
    attempt: Attempt[Asked]
    is_quote_there: bool = True

    @property
    def rank(self) -> int | None:
        return self.attempt.value.rank if self.attempt.value else None

    @property
    def is_answered(self) -> bool:
        return bool(self.attempt.value and self.attempt.value.said.answered)

    @property
    def proved(self) -> float | None:
        return self.attempt.value.said.proved if self.attempt.value and self.is_answered else None

    @property
    def right(self) -> Sequence[bool]:
        """Return which citations of its answer hold the quote."""
        return self.attempt.value.right if self.attempt.value and self.is_answered else ()


def rows(outcomes: Sequence[Outcome]) -> Iterator[Measure]:
    """Yield each measure that the questions allow."""
    answerable = [each for each in outcomes if each.wanted.quote]
    unanswerable = [each for each in outcomes if not each.wanted.quote]
    ranks = [each.rank for each in answerable]
    for count in (1, 3, DEPTH):
        yield from share(f"recall@{count}", [is_within(rank, count) for rank in ranks])
    yield from average(f"MRR@{DEPTH}", [reciprocal(rank) for rank in ranks])
    yield from average(f"nDCG@{DEPTH}", [ndcg(rank) for rank in ranks])
    yield from average("citation precision", [precision(each) for each in answerable if each.is_answered])
    yield from share("citation recall", [any(each.right) for each in answerable])
    yield from average("sentences proved", [proved for each in outcomes if (proved := each.proved) is not None])
    yield from share("false refusals", [not each.is_answered for each in answerable])
    yield from share("false answers", [each.is_answered or bool(each.attempt.fault) for each in unanswerable])


def precision(outcome: Outcome) -> float:
    """Return the share of an answer's citations that are right; one that cites nothing rests on nothing."""
    return mean([float(each) for each in outcome.right]) if outcome.right else 0.0


def taken(said: Sequence[Said]) -> Iterator[Measure]:
    """Yield what answers cost, and how long they let wait."""
    costs = [each.done.cost_usd for each in said if each.done.cost_usd is not None]
    yield from average("USD an answer", costs, "usd")
    yield from times("first word", [each.first for each in said if each.first])
    yield from times("whole answer", [each.last for each in said if each.last is not None])


def wrongs(outcomes: Sequence[Outcome]) -> Iterator[Wrong]:
    for each in outcomes:
        if why := reason(each):
            yield Wrong(question=each.wanted.question, why=why)


def reason(outcome: Outcome) -> str:
    """Say what is wrong with an answer; nothing where nothing is."""
    if outcome.attempt.fault:
        return f"no answer: {outcome.attempt.fault}"
    if not outcome.wanted.quote:
        return "is answered, and the documents do not answer it" if outcome.is_answered else ""
    if any(outcome.right):
        return ""
    if not outcome.is_quote_there:
        return "its quote stands in no passage of the documents"
    place = "search did not find" if outcome.rank is None else f"search has as number {outcome.rank + 1}"
    if outcome.is_answered:
        return f"cites other passages than the right one, which {place}"
    return f"is not answered from the right passage, which {place}"
