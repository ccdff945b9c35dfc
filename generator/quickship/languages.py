"""Which language a text is in: by letters that only one of them has, else by its commonest words and its marks."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from quickship.kinds import speaks
from quickship.lexicon import RULES, fold, words

SHARE = 0.1  # of the letters: one foreign name does not change the language of an idea
FEWEST = 2  # common words; one alone may be a name


def language_of(text: str) -> str:
    """The code of the likeliest of ten languages; English where nothing speaks for another."""
    known = _known()
    lower, letters = text.lower(), sum(char.isalpha() for char in text)
    for language, ranges in known["letters"].items():
        if sum(pair[0] <= char <= pair[1] for pair in ranges.split() for char in lower) > SHARE * letters:
            return language
    found = [fold(word) for word in words(text)]
    votes = {
        language: sum(word in common_words(language) for word in found)
        + _has_any(lower, known["marks"].get(language, ""))
        for language in known["words"]
    }
    best = max(votes, key=lambda language: votes[language])
    sure = votes[best] >= FEWEST or (votes[best] and not votes["en"] and speaks(text, best))
    return best if sure else "en"


def _has_any(text: str, letters: str) -> bool:
    return any(letter in text for letter in letters)


@cache
def common_words(language: str) -> frozenset[str]:
    """The commonest words of a language that is told by them."""
    return frozenset(_known()["words"].get(language, "").split())


@cache
def _known() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((RULES / "languages.toml").read_text(encoding="utf-8"))
