"""Answers from the product's own questions and answers, data/faq.jsonl, word for word."""

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import mul
from pathlib import Path

from app.embedding import Embedder, Vector, local_embedder
from app.faults import OwnerFault
from app.folding import fold
from app.overlap import Overlap
from app.watched import Watched

# Chosen on the questions of tests/faq_questions.py. The cosines are raw: with the mean subtracted a FAQ of
# a dozen entries ranks worse, and one of a single entry not at all.
ANSWERS = 0.3  # what likeness to the answer weighs beside likeness to the question
LETTERS = 0.08  # what shared letters weigh beside meaning: they find questions typed without marks
FITS_MEANING = 0.86
FITS_LETTERS = 0.28
NEAREST = 3
LONGEST = 500  # characters of a text that are embedded: time grows with length, and meaning stands early


@dataclass(frozen=True)
class Entry:
    """One question of the product, and its answer."""

    question: str
    answer: str


@dataclass(frozen=True)
class Found:
    """The answer, or where nothing fits the questions that come nearest."""

    answer: str | None
    nearest: tuple[str, ...] = ()


def no_embedder() -> None:
    """Stand for an embedder where there is none."""


class Faq:
    """Finds the entry that asks what a visitor asks."""

    def __init__(self, entries: Sequence[Entry] = (), embedder: Callable[[], Embedder | None] = no_embedder) -> None:
        """The embedder is loaded, and the entries are embedded, when that is first needed or `warm` is called."""
        self.entries = tuple(entries)
        self._as_written = {fold(entry.question): entry for entry in reversed(entries)}
        self._questions, self._answers = [each.question for each in entries], [each.answer for each in entries]
        self._letters = Overlap(self._questions), Overlap(self._answers)
        self._load = embedder
        self._lock = threading.Lock()
        self._meaning: Meaning | None = None
        self._warm = False

    def warm(self) -> None:
        """Embed the entries, which takes a second or two and makes every later question quick."""
        with self._lock:
            embedder = None if self._warm else self._load()
            if embedder:
                self._meaning = Meaning(embedder, self._questions, self._answers)
            self._warm = True

    def find(self, question: str) -> Found:
        """Return the answer to the question, if any entry asks the same."""
        if same := self._as_written.get(fold(question.strip())):
            return Found(same.answer)
        scores, fits = self._scores(question[:LONGEST])
        ranked = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)
        if ranked and scores[ranked[0]] >= fits:
            return Found(self.entries[ranked[0]].answer)
        return Found(None, tuple(self.entries[index].question for index in ranked[:NEAREST]))

    def _scores(self, question: str) -> tuple[list[float], float]:
        """Score every entry, and say from which score on one fits."""
        self.warm()
        letters = weighted(*(texts.scores(question) for texts in self._letters))
        if self._meaning is None:
            return letters, FITS_LETTERS
        near = self._meaning.scores(question)
        return [score + LETTERS * alike for score, alike in zip(near, letters, strict=True)], FITS_MEANING


class Meaning:
    """The entries as vectors."""

    def __init__(self, embedder: Embedder, questions: Sequence[str], answers: Sequence[str]) -> None:
        self._embedder = embedder
        # As queries, since like is compared with like: a question with a question.
        self._questions = [embedder.embed_query(question[:LONGEST]) for question in questions]
        self._answers = embedder.embed_passages([answer[:LONGEST] for answer in answers])

    def scores(self, question: str) -> list[float]:
        asked = self._embedder.embed_query(question)
        return weighted(cosines(asked, self._questions), cosines(asked, self._answers))


def weighted(questions: Sequence[float], answers: Sequence[float]) -> list[float]:
    return [(q + ANSWERS * a) / (1 + ANSWERS) for q, a in zip(questions, answers, strict=True)]


def cosines(vector: Vector, others: Sequence[Vector]) -> list[float]:
    return [float(sum(map(mul, vector, other))) for other in others]


def read(path: Path) -> list[Entry]:
    """Read the file, or raise OwnerFault naming the line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise OwnerFault(f"{path.name} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise OwnerFault(f"{path.name} is not UTF-8 text") from None
    return [parse(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def parse(path: Path, number: int, line: str) -> Entry:
    try:
        fields = json.loads(line)
        question, answer = fields["question"].strip(), fields["answer"].strip()
        (question + answer).encode()  # half of a surrogate pair is no text
        return Entry(question, answer)
    except (ValueError, KeyError, TypeError, AttributeError):
        wanted = 'an object with the texts "question" and "answer"'
        raise OwnerFault(f"{path.name}, line {number}: this is not {wanted}") from None


@cache
def open_faq(project: Path) -> Watched[Faq]:
    """Return the project's questions and answers, read on first use."""
    return Watched(project / "data" / "faq.jsonl", lambda path: Faq(read(path), local_embedder), Faq())
