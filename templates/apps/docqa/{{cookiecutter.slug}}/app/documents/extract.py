"""Answers with sentences that stand in the passages, word for word: what the app says where no model is configured."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.documents.passages import Passage
from app.documents.sentences import spans
from app.documents.words import Terms, analysed, asked, language_of

READ = 3  # passages whose sentences are weighed; this and the next three were chosen on a third of a public set
MOST = 3  # sentences of an answer
NEAR_BEST = 0.75  # share of the best sentence's score that a further one must reach
RANK = 1.0  # what the passage's own score weighs beside the words of the sentence
SHORT = 40  # characters; what is shorter is a heading or a fragment mostly


@dataclass(frozen=True)
class Sentence:
    """A sentence of a passage; the offsets are those of the document's text."""

    passage: Passage
    start: int
    end: int
    text: str
    score: float


def extracted(question: str, passages: Sequence[Passage], language: str) -> list[Sentence]:
    """Return the sentences that answer best, in the order in which to read them."""
    ranked = weighed(asked(question, language_of(question, language)), passages[:READ])
    best = [each for each in ranked[:MOST] if each.score >= NEAR_BEST * ranked[0].score]
    return sorted(best, key=lambda each: (passages.index(each.passage), each.start))


def weighed(wanted: Terms, passages: Sequence[Passage]) -> list[Sentence]:
    """Score the sentences by the rare words they share with the question; the best first."""
    parts = [(passage, start, end) for passage in passages for start, end in said_in(passage)]
    said = [analysed(passage.text[start:end]).keys for passage, start, end in parts]
    counts = Counter(key for each in said for key in each)
    rarity = {key: math.log(1 + len(said) / counts[key]) for key in wanted.keys if counts[key]}
    top = max((passage.score for passage in passages), default=1.0) or 1.0
    found = [
        Sentence(
            passage,
            passage.start + start,
            passage.start + end,
            passage.text[start:end],
            (sum(rarity.get(key, 0.0) for key in each) + RANK * passage.score / top * sum(rarity.values()))
            * min(1.0, (end - start) / SHORT),
        )
        for (passage, start, end), each in zip(parts, said, strict=True)
    ]
    return sorted(found, key=lambda each: -each.score)


def said_in(passage: Passage) -> list[tuple[int, int]]:
    """Return the places of a passage's sentences; its heading is none."""
    title = passage.headings[-1] if passage.headings else ""
    skipped = len(title) if passage.text.startswith(title) else 0
    return [(skipped + start, skipped + end) for start, end in spans(passage.text[skipped:])]
