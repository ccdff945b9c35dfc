"""Measures the ways of searching on the product's own questions, and chooses one only where it is surely better."""

import math
import random
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.documents.passages import Passage, Way
from app.faults import OwnerFault

DEPTH = 10
FEW = 20  # questions; from fewer nothing follows
RESAMPLES = 2_000

WAYS: tuple[Way, ...] = ("words", "meaning", "both")


class Wanted(BaseModel):
    """A question and the passage that answers it: words that stand there, and the file, where that matters."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str = Field(pattern=r"\S")
    quote: str = Field(pattern=r"\S")
    file: str = ""

    def is_in(self, passage: Passage) -> bool:
        return (not self.file or passage.file == self.file) and plain(self.quote) in plain(passage.text)


class Measured(BaseModel):
    """How well one way of searching does, and the 95% interval of what it gains over the way in use."""

    way: Way
    ndcg: float
    recall: float
    low: float
    high: float


def read(path: Path) -> list[Wanted]:
    """Read the questions, or raise OwnerFault naming the line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError):
        raise OwnerFault(f"{path.name} cannot be read; write one question with its quote a line") from None
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(Wanted.model_validate_json(line))
            except ValidationError:
                wanted = '{"question": "...", "quote": "...", "file": "..."}'
                raise OwnerFault(f"{path.name}, line {number}: this is not {wanted}") from None
    return found


def ndcg(passages: Sequence[Passage], wanted: Wanted) -> float:
    """Return how high the first right passage stands: 1 at the top, less below."""
    ranks = (rank for rank, passage in enumerate(passages[:DEPTH]) if wanted.is_in(passage))
    first = next(ranks, None)
    return 0.0 if first is None else 1 / math.log2(first + 2)


def measured(way: Way, scores: Sequence[float], present: Sequence[float]) -> Measured:
    """Sum up a way's scores beside those of the way in use."""
    gains = [score - now for score, now in zip(scores, present, strict=True)]
    low, high = interval(gains, random.Random(0))  # noqa: S311
    found = sum(score > 0 for score in scores)
    return Measured(way=way, ndcg=mean(scores), recall=found / len(scores), low=low, high=high)


def chosen(results: Sequence[Measured], present: Way, count: int) -> Way:
    """Return the best way if its gain is above zero with confidence, else the one in use."""
    best = max(results, key=lambda each: each.ndcg)
    return best.way if count >= FEW and best.low > 0 else present


def interval(values: Sequence[float], rng: random.Random) -> tuple[float, float]:
    """Return the 95% bootstrap interval of the mean."""
    means = sorted(mean(rng.choices(values, k=len(values))) for _ in range(RESAMPLES))
    return means[int(0.025 * RESAMPLES)], means[int(0.975 * RESAMPLES)]


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def plain(text: str) -> str:
    return " ".join(text.split()).casefold()
