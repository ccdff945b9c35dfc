"""What `app tune` tells: tables of before and after."""

from collections.abc import Iterator, Sequence

from app.documents.passages import Way
from app.evaluation.document import dollars
from app.evaluation.measures import FEW
from app.measuring.helping import Helped
from app.measuring.thresholds import LEAST_ANSWERABLE, LEAST_UNANSWERABLE, Threshold
from app.measuring.tuning import Scored


def ways(results: Sequence[Scored], before: Way, after: Way, count: int) -> Iterator[str]:
    yield f"{'way':<10}{'nDCG@10':>9}{'recall@10':>11}   gain over the one in use"
    for each in results:
        gained = "in use" if each.way == before else f"{each.low:+.3f} to {each.high:+.3f}"
        yield f"{each.way:<10}{each.ndcg:>9.3f}{each.recall:>11.3f}   {gained}"
    if count < FEW:
        yield f"{count} questions are too few to tell; {FEW} may do. Nothing was changed."
    else:
        yield f"before: {before}, after: {after}" if after != before else f"No way is surely better; {before} stays."


def threshold(found: Threshold) -> Iterator[str]:
    """Say what a threshold does that was chosen, or why none was."""
    yield ""
    yield f"answers from a closeness on, by {found.scale}:"
    if not (found.errors_before and found.errors_after and found.after is not None):
        yield (
            f"  too few to tell: it takes {LEAST_ANSWERABLE} questions with a quote and {LEAST_UNANSWERABLE} without, "
            "which the documents do not answer; one with a quote counts once it is no more as the rules drafted it, "
            "since that is nearer to its passage than what people ask. Nothing was changed."
        )
        return
    before = "by words" if found.before is None else f"{found.before:.3f}"
    yield f"  before {before:>8}: {found.errors_before.told()}"
    yield f"  after  {found.after:>8.3f}: {found.errors_after.told()}"
    result = "" if found.is_better else " That is not better; nothing was changed."
    yield f"  (after: each question is judged by the threshold that the others choose){result}"


def help_of(found: Helped, model: str) -> Iterator[str]:
    """Say what a model's help gains, and which line of .env follows from it."""
    yield ""
    yield (
        f"{found.setting}, by {model} on {found.count} questions: nDCG@10 {found.before:.3f} without, "
        f"{found.after:.3f} with; gain {found.low:+.3f} to {found.high:+.3f}; "
        f"{dollars(found.cost_usd, found.estimated)} USD, {found.cost_usd / found.count:.6f} a question"
    )
    if found.without_help:
        yield f"  For {found.without_help} of them the model gave nothing; they count as they were."
    if found.count < FEW:
        yield f"  too few to tell; {FEW} may do"
    else:
        better = "surely better" if found.is_surely_better else "not surely better, and it costs"
        yield f"  {better}; in .env: {found.setting}={'true' if found.is_surely_better else 'false'}"
