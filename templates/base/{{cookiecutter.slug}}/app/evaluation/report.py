"""The numbers of a run: per kind of check and in all, with how far they can be trusted."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from pydantic import BaseModel

from app.evaluation.checks import CHECKS
from app.evaluation.comparison import Comparison
from app.evaluation.measures import Measured
from app.evaluation.results import Opinion, Result
from app.evaluation.statistics import percentile, wilson

TOTAL = "all"


class Row(BaseModel):
    """How many replies kept to a rule, of those that were held to it; costs are of these replies."""

    kind: str
    right: int
    count: int
    share: float
    low: float  # of the 95% interval
    high: float
    cost_usd: float | None  # None where no reply has a known cost
    estimated: bool
    p50_seconds: float | None
    p95_seconds: float | None


class Judged(BaseModel):
    """How many replies the judge found good, run by run, and what asking it cost."""

    good: list[int]
    count: int
    undecided: int  # replies of which the runs did not say the same
    cost_usd: float | None
    estimated: bool


class Report(BaseModel):
    """A whole run, as it is saved."""

    begun: datetime
    answerer: str
    is_model: bool  # without a model the shares say nothing about one
    answerers: dict[str, int]
    faults: dict[str, int]
    rows: list[Row]  # the last one is of whole cases
    judged: Judged | None
    comparison: Comparison | None = None
    measured: Measured | None = None  # what the app measures of itself
    results: list[Result]

    @property
    def total(self) -> Row:
        return self.rows[-1]

    @property
    def outcomes(self) -> dict[str, bool]:
        """Return whether each case went right, and each question that the app asked of itself."""
        measured = self.measured.questions if self.measured else []
        wrong = {each.question for each in self.measured.wrongs} if self.measured else set()
        own = {f"measured: {question}": question not in wrong for question in measured}
        return {result.case.key: result.right for result in self.results} | own

    @property
    def all_faults(self) -> Counter[str]:
        """Return why there was no reply, of whatever was asked."""
        return Counter(self.faults) + Counter(self.measured.faults if self.measured else {})


def reported(results: Sequence[Result], begun: datetime, model: str | None) -> Report:
    """Count what came of the cases; `model` is the one that was asked, if any."""
    answerers = Counter(result.answerer for result in results if result.answerer)
    return Report(
        begun=begun,
        answerer=model or next(iter(answerers), "nobody"),
        is_model=model is not None,
        answerers=answerers,
        faults=Counter(result.fault for result in results if result.fault),
        rows=list(rows(results)),
        judged=judged([result.opinions for result in results if result.opinions]),
        results=list(results),
    )


def rows(results: Sequence[Result]) -> Iterable[Row]:
    for kind in CHECKS:
        held = [result for result in results if any(check.kind == kind for check in result.checks)]
        if held:
            kept = [all(check.right for check in result.checks if check.kind == kind) for result in held]
            yield row(kind, held, kept)
    yield row(TOTAL, results, [result.right for result in results])


def row(kind: str, results: Sequence[Result], kept: Sequence[bool]) -> Row:
    right, count = sum(kept), len(results)
    low, high = wilson(right, count)
    seconds = [result.seconds for result in results]
    return Row(
        kind=kind,
        right=right,
        count=count,
        share=right / count,
        low=low,
        high=high,
        cost_usd=cost(results),
        estimated=any(result.estimated for result in results),
        p50_seconds=percentile(seconds, 0.5),
        p95_seconds=percentile(seconds, 0.95),
    )


def judged(opinions: Sequence[list[Opinion]]) -> Judged | None:
    """Count by run; nothing where no judge was asked."""
    if not opinions:
        return None
    flat = [opinion for some in opinions for opinion in some]
    return Judged(
        good=[sum(opinion.good for opinion in run) for run in zip(*opinions, strict=True)],
        count=len(opinions),
        undecided=sum(len({opinion.good for opinion in some}) > 1 for some in opinions),
        cost_usd=cost(flat),
        estimated=any(opinion.estimated for opinion in flat),
    )


def cost(spent: Iterable[Result | Opinion]) -> float | None:
    """Add up what is known."""
    known = [one.cost_usd for one in spent if one.cost_usd is not None]
    return sum(known) if known else None
