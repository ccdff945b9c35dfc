"""The words of one language by what they do in an idea, kept in rules/<language>.toml."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

RULES = Path(__file__).parent / "rules"
LONGEST = 4  # words of a phrase
PAUSE = ","

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """One phrase of an idea and its sense: agent, people, place, verb, link, about, filler, pause or noun."""

    text: str
    sense: str


@dataclass(frozen=True)
class Lexicon:
    """The phrases of a language by their sense, and all its other rules."""

    senses: Mapping[Phrase, str]
    rules: Mapping[str, Any]

    def terms(self, text: str) -> list[Term]:
        """Cuts the text into the longest phrases known; every other word is taken for a noun."""
        return [Term(phrase, sense or "noun") for phrase, sense in _matches(words(text), self.senses)]


@cache
def load(language: str) -> Lexicon:
    """Reads the words of a language that a product can be written in."""
    rules = rules_of(language)
    return Lexicon({(PAUSE,): "pause", **_by_phrase(rules["senses"])}, rules)


@cache
def rules_of(language: str) -> Mapping[str, Any]:
    """All rules of a language that ideas are read in."""
    return tomllib.loads((RULES / f"{language}.toml").read_text(encoding="utf-8"))


def words(text: str) -> list[str]:
    """The words of a text in order; what is neither a word nor a space is a pause."""
    found = []
    for wordy, chars in groupby(text, _is_wordy):
        run = "".join(chars)
        if not wordy:
            found += [PAUSE] if run.strip() else []
        elif word := run.removesuffix("'s").removesuffix("’s").strip("'’-"):
            found.append(word)
    return found


def fold(word: str) -> str:
    """Lower case without marks, so that Vietnamese typed without them is understood too."""
    plain = word.casefold()
    if plain.isascii():
        return plain
    letters = unicodedata.normalize("NFD", plain.replace("đ", "d"))
    return "".join(char for char in letters if unicodedata.category(char) != "Mn") or plain


def _is_wordy(char: str) -> bool:
    return char.isalnum() or char in "'’-" or unicodedata.category(char)[0] == "M"


def _by_phrase(lists: Mapping[str, str]) -> dict[Phrase, str]:
    """Each phrase as it is written and without its marks; those as written win, since marks tell words apart."""
    written = _phrases(lists)
    return _phrases({sense: fold(row) for sense, row in lists.items()}) | written


def _phrases(lists: Mapping[str, str]) -> dict[Phrase, str]:
    rows = [(phrase.split(), sense) for sense, row in lists.items() for phrase in row.casefold().split(",")]
    return {tuple(phrase): sense for phrase, sense in reversed(rows) if phrase}


def _matches(words: Sequence[str], known: Mapping[Phrase, str]) -> Iterator[tuple[str, str]]:
    lower = [word.casefold() for word in words]
    at = 0
    while at < len(words):
        length, sense = _longest(lower[at : at + LONGEST], known)
        yield " ".join(words[at : at + length]), sense
        at += length


def _longest(ahead: Sequence[str], known: Mapping[Phrase, str]) -> tuple[int, str]:
    """The longest phrase that begins here, its last word with or without the s of a plural or a verb."""
    for length in range(len(ahead), 0, -1):
        phrase = tuple(ahead[:length])
        bare = (*phrase[:-1], phrase[-1].removesuffix("s"))
        if sense := known.get(phrase) or known.get(bare):
            return length, sense
    return 1, ""
