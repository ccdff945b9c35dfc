"""How high the right passage stands in what search found: 0 where it is not among the first ten."""

import math
from collections.abc import Sequence

from app.documents.passages import Passage
from app.measuring.wanted import Wanted

DEPTH = 10


def rank_of(passages: Sequence[Passage], wanted: Wanted) -> int | None:
    """Return the place of the first passage that holds the quote, from 0."""
    places = (at for at, each in enumerate(passages[:DEPTH]) if wanted.is_in(each.file, each.text))
    return next(places, None)


def is_within(rank: int | None, count: int) -> bool:
    return rank is not None and rank < count


def reciprocal(rank: int | None) -> float:
    return 0.0 if rank is None else 1 / (rank + 1)


def ndcg(rank: int | None) -> float:
    """Return the normalised discounted gain of one right passage."""
    return 0.0 if rank is None else 1 / math.log2(rank + 2)
