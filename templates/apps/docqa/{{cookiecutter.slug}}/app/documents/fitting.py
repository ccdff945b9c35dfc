"""Tells whether passages are about a question at all: below a threshold the documents are taken not to answer it.

Closeness is the cosine of the best passage, and a little for the share of the question's words that the first passage
says; without vectors it is that share alone. Each model's cosines have a range of their own, so each has its own
threshold; where none was measured, words must do.
"""

from collections.abc import Sequence
from pathlib import Path

from app.documents import sources, tuned
from app.documents.passages import Passage
from app.documents.words import analysed, asked, language_of
from app.settings import PROJECT

WORDS = "words"

BESIDE = 0.05  # what the share of words adds to a cosine: as much as cosines differ by

# The first by balanced accuracy on half of 500 Vietnamese questions of XQuAD, for half of them without the paragraph.
# On the other half .06 of what can be answered is refused and .29 of what cannot is answered, by the cosine alone .10
# and .31; of SciFact's claims .28 and .24, alone .12 and .61. `app tune` measures for the documents at hand.
THRESHOLDS = {sources.Local.name: 0.88, WORDS: 0.6}


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
    """Return how close the passages come to the question, as it is told by a scale."""
    share = share_of_words(question, passages[0], language)
    if scale == WORDS:
        return share
    return max(passage.meaning for passage in passages if passage.meaning is not None) + BESIDE * share


def share_of_words(question: str, passage: Passage, language: str) -> float:
    """Return which share of the words that a question looks for a passage says, its headings included."""
    sought = set(asked(question, language_of(question, language)).folded)
    said = analysed(" ".join((*passage.headings, passage.text))).keys
    return len(sought & said) / max(1, len(sought))
