"""Counts what stands in a text: words and pairs of words, and the letters of words in sequences of two to four.

A term weighs more the rarer it is (TF-IDF), and a text's weights have length one. scikit-learn's own counting gives
the same kind of numbers, but takes each word apart anew in every text, which makes it several times as slow.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from typing import Any, Protocol

import numpy as np

MANY_ROWS = 1_000  # from here on what stands in one text alone is left out
WORD_OR_SIGN = re.compile(r"\w+|[^\w\s]")  # signs too: a text of them alone is no empty one
LENGTHS = (2, 3, 4)
REMEMBERED = 50_000  # words whose letters are kept counted


class Terms(Protocol):
    """What is counted, and where in a row each term has its place."""

    def of(self, text: str) -> Iterable[Any]:
        """Return the text's terms, as often as they stand in it."""

    def places(self, text: str, places: dict[Any, int]) -> list[int]:
        """Return the places of those terms that have one."""


class Words:
    """Words and signs, alone and in pairs."""

    def of(self, text: str) -> Iterable[Any]:
        words = WORD_OR_SIGN.findall(text)
        return chain(zip(words), pairwise(words))

    def places(self, text: str, places: dict[Any, int]) -> list[int]:
        return [place for place in map(places.get, self.of(text)) if place is not None]


class Letters:
    """Sequences of letters within words, of which beginning and end count as letters."""

    def __init__(self) -> None:
        self._known: dict[str, list[int]] = {}

    def of(self, text: str) -> Iterable[Any]:
        return chain.from_iterable(map(sequences, text.split()))

    def places(self, text: str, places: dict[Any, int]) -> list[int]:
        if len(self._known) > REMEMBERED:
            self._known.clear()
        found: list[int] = []
        for word in text.split():
            if word not in self._known:
                self._known[word] = [places[part] for part in sequences(word) if part in places]
            found += self._known[word]
        return found


def sequences(word: str) -> list[str]:
    padded = f" {word} "
    return [padded[at : at + length] for length in LENGTHS for at in range(len(padded) - length + 1)]


class Counted:
    """Texts as sparse rows of weights."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms

    def fit(self, texts: Sequence[str]) -> None:
        """Give each term of these texts its place and its weight."""
        counts = Counter(chain.from_iterable(set(self._terms.of(text)) for text in texts))
        least = 2 if len(texts) >= MANY_ROWS else 1
        kept = sorted(term for term, count in counts.items() if count >= least)
        self._places = {term: place for place, term in enumerate(kept)}
        self._weights = np.log((1 + len(texts)) / (1 + np.array([counts[term] for term in kept], np.float32))) + 1

    def rows(self, texts: Sequence[str]) -> Any:
        """Return a sparse row a text; a term that stands in it often counts by the logarithm of how often."""
        from scipy.sparse import csr_matrix

        places: list[int] = []
        ends = [0]
        for text in texts:
            places += self._terms.places(text, self._places)
            ends.append(len(places))
        ones = np.ones(len(places), np.float32)
        found = csr_matrix((ones, np.array(places, np.int32), ends), (len(texts), len(self._places)))
        found.sum_duplicates()
        found.data = (1 + np.log(found.data)) * self._weights[found.indices]
        counts = np.diff(found.indptr)
        squares = np.bincount(np.repeat(np.arange(len(texts)), counts), found.data**2, len(texts))
        found.data /= np.repeat(np.sqrt(squares), counts)
        return found
