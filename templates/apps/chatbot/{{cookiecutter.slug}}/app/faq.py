"""Answers from the product's own questions and answers, data/faq.jsonl, word for word."""

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import mul
from pathlib import Path

from app.embedding import Embedder, Vector, local_embedder
from app.folding import words
from app.watched import FileFault, Watched

SAME_MEANING = 0.86  # raw cosine from which a question counts as found
SAME_WORDS = 0.5  # share of the question's weight in words, where nothing embeds it
NEAREST = 3


@dataclass(frozen=True)
class Entry:
    question: str
    answer: str


@dataclass(frozen=True)
class Found:
    """The answer, or where nothing fits the questions that come nearest."""

    answer: str | None
    nearest: tuple[str, ...]


class Faq:
    """Finds the entry that asks what a visitor asks."""

    def __init__(self, entries: Sequence[Entry], embedder: Embedder | None = None) -> None:
        self.entries = tuple(entries)
        self._search = ByMeaning(self.entries, embedder) if embedder else ByWords(self.entries)

    def find(self, question: str) -> Found:
        if not self.entries:
            return Found(None, ())
        ranked, fits = self._search.rank(question)
        if fits:
            return Found(self.entries[ranked[0]].answer, ())
        return Found(None, tuple(self.entries[index].question for index in ranked[:NEAREST]))


class ByMeaning:
    def __init__(self, entries: Sequence[Entry], embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors = embedder.embed_passages([entry.question for entry in entries])
        self._mean = [sum(column) / len(entries) for column in zip(*self._vectors, strict=True)]
        self._centred = [self._centre(vector) for vector in self._vectors]

    def rank(self, question: str) -> tuple[list[int], bool]:
        vector = self._embedder.embed_query(question)
        centred = self._centre(vector)
        scores = [dot(centred, other) for other in self._centred]
        ranked = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)
        return ranked, dot(vector, self._vectors[ranked[0]]) >= SAME_MEANING

    def _centre(self, vector: Vector) -> Vector:
        moved = [value - mean for value, mean in zip(vector, self._mean, strict=True)]
        length = math.sqrt(dot(moved, moved)) or 1.0
        return [value / length for value in moved]


class ByWords:
    def __init__(self, entries: Sequence[Entry]) -> None:
        self._words = [words(entry.question) for entry in entries]
        seen = Counter(word for entry in self._words for word in entry)
        self._weight = {word: math.log(1 + len(entries) / count) for word, count in seen.items()}
        self._unseen = math.log(1 + len(entries))

    def rank(self, question: str) -> tuple[list[int], bool]:
        asked = words(question)
        scores = [self._share(asked, other) for other in self._words]
        ranked = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)
        return ranked, scores[ranked[0]] >= SAME_WORDS

    def _share(self, asked: set[str], other: set[str]) -> float:
        return 2 * self._sum(asked & other) / ((self._sum(asked) + self._sum(other)) or 1)

    def _sum(self, some: set[str]) -> float:
        return sum(self._weight.get(word, self._unseen) for word in some)


def dot(left: Vector, right: Vector) -> float:
    return float(sum(map(mul, left, right)))


def read(path: Path) -> list[Entry]:
    """Read the file, or raise FileFault naming the line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise FileFault(f"{path.name} cannot be read: {error}") from None
    return [entry(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def entry(path: Path, number: int, line: str) -> Entry:
    try:
        fields = json.loads(line)
        return Entry(fields["question"].strip(), fields["answer"].strip())
    except (ValueError, KeyError, TypeError, AttributeError):
        wanted = 'an object with the texts "question" and "answer"'
        raise FileFault(f"{path.name}, line {number}: this is not {wanted}") from None


@cache
def open_faq(project: Path) -> Watched[Faq]:
    """Return the project's questions and answers, read and embedded on first use."""
    return Watched(project / "data" / "faq.jsonl", lambda path: Faq(read(path), local_embedder()), Faq([]))
