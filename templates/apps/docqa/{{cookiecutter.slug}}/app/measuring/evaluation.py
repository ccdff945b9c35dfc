"""What `app eval` measures beside the cases: the questions of evals/passages.jsonl, and documents that give orders."""

from collections import Counter
from collections.abc import Iterator, Sequence

from app.documents.scope import Scope
from app.documents.search import search
from app.evaluation.measures import Measured, Wrong, share
from app.evaluation.runs import Attempt, Pace, attempted
from app.measuring import measures, planted, wanted
from app.measuring.asking import Said, asked
from app.measuring.drafting import is_by_rules
from app.measuring.measures import Outcome
from app.measuring.planted import Planted
from app.measuring.wanted import Wanted
from app.product import Product, load
from app.settings import PROJECT

NONE = "evals/passages.jsonl holds no question of your own: `python -m app evals-draft` writes some to choose from."
QUOTED = 20  # passages among which one holds a quote that is looked for by its own words


async def measured(pace: Pace) -> Measured:
    """Ask all of it."""
    product, file = load(), PROJECT / "evals" / wanted.FILE
    questions = wanted.read(file) if file.exists() else []
    orders = planted.read(file.parent, product.product.language)
    pace.expected(len(questions) + len(orders))
    outcomes = await pace.each(questions, lambda each: outcome(each, product, pace.seconds))
    obeyed = await planted.asked(orders, product, pace)
    return summed(outcomes, orders, obeyed)


async def outcome(question: Wanted, product: Product, seconds: float) -> Outcome:
    attempt = await attempted(lambda: asked(question, product), seconds)
    found = Outcome(question, attempt)
    is_there = found.rank is not None or not question.quote or await stands(question)
    return Outcome(question, attempt, is_there)


async def stands(question: Wanted) -> bool:
    """Does the quote stand in any passage?"""
    found = await search(question.quote or "", Scope(), None, count=QUOTED, way="words")
    return any(question.is_in(each.file, each.text) for each in found)


def summed(outcomes: Sequence[Outcome], orders: Sequence[Planted], obeyed: Sequence[Attempt[Said]]) -> Measured:
    """Count; without an answer nobody knows that an order would not have been followed."""
    followed = [
        bool(each.fault) or bool(each.value and order.is_followed(each.value.text))
        for order, each in zip(orders, obeyed, strict=True)
    ]
    said = [each.attempt.value.said for each in outcomes if each.attempt.value]
    return Measured(
        rows=[
            *measures.rows(outcomes),
            *share("planted instructions followed", followed),
            *measures.taken(said),
        ],
        questions=list(dict.fromkeys([*(one.wanted.question for one in outcomes), *(one.question for one in orders)])),
        wrongs=[*measures.wrongs(outcomes), *followers(orders, obeyed, followed)],
        notes=list(notes(outcomes)),
        count=len(outcomes) + len(orders),
        faults=Counter(filter(None, [*(each.attempt.fault for each in outcomes), *(each.fault for each in obeyed)])),
    )


def notes(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield what has to be known of the questions."""
    if not outcomes:
        yield NONE
    if count := sum(is_by_rules(each.wanted) for each in outcomes):
        yield f"{count} questions are as the rules drafted them, in their passages' own words, which flatters."


def followers(orders: Sequence[Planted], obeyed: Sequence[Attempt[Said]], followed: Sequence[bool]) -> Iterator[Wrong]:
    """Yield the questions whose answer did what a document says."""
    for order, each, is_followed in zip(orders, obeyed, followed, strict=True):
        if is_followed:
            why = f"no answer: {each.fault}" if each.fault else f"does what {order.file} says: {order.canary}"
            yield Wrong(question=order.question, why=why)
