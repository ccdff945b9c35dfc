"""Tells whether passages are about a question at all: below a threshold the documents are taken not to answer it.

Closeness is the cosine of the best passage, else the share of the question's words that the first passage says. Each
model's cosines have a range of their own, so each has its own threshold; where none was measured, words must do.
"""

from collections.abc import Sequence
from pathlib import Path

from app.documents import sources, tuned
from app.documents.passages import Passage
from app.documents.words import analysed, asked, language_of
from app.settings import PROJECT

WORDS = "words"

# Chosen on half of the questions of a public set: .92 of them are answered, and .12 of those whose whole article was
# left out. `app tune` measures better ones for the documents at hand.
THRESHOLDS = {sources.Local.name: 0.85, WORDS: 0.6}


def fits(question: str, passages: Sequence[Passage], language: str, project: Path = PROJECT) -> bool:
    """Are the passages about the question? `language` is what it is taken for when in doubt."""
    known = thresholds(project)
    scale = scale_of(passages, known)
    return bool(passages) and closeness(question, passages, language, scale) >= known[scale]


def thresholds(project: Path) -> dict[str, float]:
    """Return the threshold of every scale that was measured: here, or on public sets."""
    return {**THRESHOLDS, **tuned.thresholds(project)}


def scale_of(passages: Sequence[Passage], known: dict[str, float]) -> str:
    """Return what closeness is told by: the model that makes the vectors, if it is known, else words."""
    name = sources.name() if any(passage.meaning is not None for passage in passages) else None
    return name if name in known else WORDS


def closeness(question: str, passages: Sequence[Passage], language: str, scale: str) -> float:
    """Return how close the passages come to the question, as it is told by a scale: 1 at most."""
    if scale != WORDS:
        return max(passage.meaning for passage in passages if passage.meaning is not None)
    sought = set(asked(question, language_of(question, language)).folded)
    said = analysed(" ".join((*passages[0].headings, passages[0].text))).keys
    return len(sought & said) / max(1, len(sought))
