"""Scores texts by the letters they share with a question: what search does where nothing embeds."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from app.folding import shingles


class Overlap:
    """A few texts, compared by the Dice coefficient of their shingles, rare ones weighing more."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = [shingles(text) for text in texts]
        seen = Counter(shingle for text in self._texts for shingle in text)
        self._weights = {shingle: math.log(1 + len(texts) / count) for shingle, count in seen.items()}
        self._unseen = math.log(1 + len(texts))
        self._sums = [self._weigh(text) for text in self._texts]

    def scores(self, question: str) -> list[float]:
        """Return one score a text, from 0, nothing shared, to 1, the same."""
        asked = shingles(question)
        weight = self._weigh(asked)
        return [
            2 * self._weigh(asked & text) / ((weight + total) or 1)
            for text, total in zip(self._texts, self._sums, strict=True)
        ]

    def _weigh(self, some: Iterable[str]) -> float:
        return sum(self._weights.get(shingle, self._unseen) for shingle in some)
