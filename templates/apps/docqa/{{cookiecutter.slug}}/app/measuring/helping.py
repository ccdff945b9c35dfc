"""Measures what a model's help gains and costs: to put passages in order, and to rewrite follow-ups."""

from collections.abc import Awaitable, Callable, Sequence

from pydantic import BaseModel

from app.documents.bill import Bill
from app.documents.passages import Passage, Way
from app.documents.reranking import READ, reranked
from app.documents.rewriting import standalone
from app.evaluation.measures import FEW
from app.evaluation.runs import Pace
from app.evaluation.statistics import mean
from app.measuring.asking import VISITOR
from app.measuring.ranks import ndcg, rank_of
from app.measuring.searching import Searcher
from app.measuring.tuning import gain
from app.measuring.wanted import Wanted

PACE = Pace(parallel=4, seconds=0)

Both = tuple[Sequence[Passage], Sequence[Passage]]


class Helped(BaseModel):
    """nDCG without and with the model's help, the interval of the gain, what it cost, and how often none came."""

    setting: str
    count: int
    before: float
    after: float
    low: float
    high: float
    cost_usd: float
    estimated: bool
    without_help: int

    @property
    def is_surely_better(self) -> bool:
        return self.count >= FEW and self.low > 0


async def reranking(searcher: Searcher, questions: Sequence[Wanted], way: Way) -> Helped | None:
    """Have the model put what was found for each question in order."""

    async def both(each: Wanted, bill: Bill) -> Both:
        found = await searcher.found(each.question, way, READ)
        return found, await reranked(each.question, found, bill, VISITOR)

    return await helped("RERANK", questions, both)


async def rewriting(searcher: Searcher, questions: Sequence[Wanted], way: Way) -> Helped | None:
    """Have the model rewrite each follow-up; None where there is none."""

    async def both(each: Wanted, bill: Bill) -> Both:
        rewritten = await standalone(each.messages, bill, VISITOR)
        return await searcher.found(each.question, way), await searcher.found(rewritten, way)

    return await helped("REWRITE_FOLLOW_UPS", [each for each in questions if each.before], both)


async def helped(
    setting: str, questions: Sequence[Wanted], both: Callable[[Wanted, Bill], Awaitable[Both]]
) -> Helped | None:
    """Compare what is found without help and with it, question by question."""
    if not questions:
        return None
    bills = [Bill() for _ in questions]
    found = await PACE.each(range(len(questions)), lambda at: both(questions[at], bills[at]))
    pairs = [
        (ndcg(rank_of(before, each)), ndcg(rank_of(after, each)))
        for each, (before, after) in zip(questions, found, strict=True)
    ]
    before, after = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    low, high = gain(after, before)
    return Helped(
        setting=setting,
        count=len(questions),
        before=mean(before),
        after=mean(after),
        low=low,
        high=high,
        cost_usd=sum(bill.cost_usd for bill in bills),
        estimated=any(bill.estimated for bill in bills),
        without_help=sum(not bill.usage for bill in bills),
    )
