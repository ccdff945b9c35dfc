"""Which kind of app an idea asks for, how sure that is, and the words that decided it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from quickship.choices import APPS
from quickship.lexicon import fold, rules_of

WEIGHTS = {"sure": 3, "likely": 2, "hint": 1}
UNSPACED = {"ja", "zh"}  # languages that write without spaces: a phrase may stand anywhere
GAP = r"(?:\W+\w+){0,4}?\W+"  # what `...` in a phrase stands for


@dataclass(frozen=True)
class Reading:
    """The kind of app, from 0 to 1 how sure that is, and the words that say so; where the idea asks for what no kind
    of app does, the kind is the nearest, `missing` says what it lacks, and the words are those that ask for it."""

    app: str
    confidence: float
    words: tuple[str, ...]
    missing: str = ""


def kind_of(line: str, language: str, apps: Collection[str]) -> Reading:
    """Reads the kind off one line of an idea; a chatbot where nothing speaks for another."""
    found = _signs(line, language, "kinds")
    there = [kind for kind in ("chatbot", *APPS) if kind in apps] or [*apps][:1]
    weights = {kind: sum(weight for weight, _ in hits) for kind, hits in found.items()}
    app = max(there, key=lambda kind: weights.get(kind, 0))
    outside = max(OUTSIDE, key=lambda need: weights.get(need, 0))
    mine, need = weights.get(app, 0), weights.get(outside, 0)
    if need > mine:
        app, mine = (app, mine) if mine >= WEIGHTS["sure"] else (there[0], weights.get(there[0], 0))
        return Reading(app, 0, tuple(dict.fromkeys(phrase for _, phrase in found[outside])), OUTSIDE[outside])
    others = max((weights.get(kind, 0) for kind in there if kind != app), default=0)
    return Reading(app, mine / (mine + others + 1), tuple(dict.fromkeys(phrase for _, phrase in found.get(app, ()))))


def domain_of(line: str, language: str) -> str:
    """The trade that most words of the idea are of; empty where none is."""
    found = _signs(line, language, "domains")
    return max(found, key=lambda domain: len(found[domain]), default="")


def speaks(line: str, language: str) -> bool:
    """Does any word of the line speak for a kind of app, read in this language?"""
    return bool(_signs(line, language, "kinds"))


def _signs(line: str, language: str, table: str) -> dict[str, list[tuple[int, str]]]:
    """The phrases of the line that speak for each row of a table of rules, each with its weight; in a line without
    marks, phrases are looked for without theirs."""
    spelled = line.lower()
    plain = spelled if language in UNSPACED else _unmarked(spelled)
    found: dict[str, list[tuple[int, str]]] = {}
    for row, weight, phrase in _phrases(language, table):
        wanted = phrase if plain != spelled or language in UNSPACED else _unmarked(phrase)
        # Few phrases get past the first part: to compile a pattern for each would take longer than all the rest.
        if _literal(wanted) in spelled and (hit := re.search(_pattern(wanted, language), spelled)):
            found.setdefault(row, []).append((weight, hit[0]))
    everywhere = {phrase for hits in found.values() for _, phrase in hits}
    return {row: outer for row, hits in found.items() if (outer := _outermost(hits, everywhere))}


@cache
def _phrases(language: str, table: str) -> list[tuple[str, int, str]]:
    """Each phrase of a table with its row and its weight."""
    return [
        (row, WEIGHTS[strength], phrase.strip())
        for row, said in rules_of(language).get(table, {}).items()
        for strength, phrases in (said if isinstance(said, dict) else {"hint": said}).items()
        for phrase in phrases.lower().split(",")
    ]


def _literal(phrase: str) -> str:
    """The part of a phrase that stands in every text that it fits."""
    whole = "*" not in phrase and "..." not in phrase
    return phrase if whole else max(re.split(r"\*| \.\.\. ?", phrase), key=len)


def _pattern(phrase: str, language: str) -> str:
    """The regular expression for a phrase: `*` is the rest of a word, `...` a few words."""
    escaped = re.escape(phrase).replace(r"\ \.\.\.\ ", GAP).replace(r"\ \.\.\.", "")
    inner = escaped.replace(r"\*", r"\w*").replace(r"\ ", r"\W+")
    return inner if language in UNSPACED else rf"(?<!\w){inner}(?!\w)"


def _outermost(hits: list[tuple[int, str]], everywhere: set[str]) -> list[tuple[int, str]]:
    """The hits without those that are part of a longer one, whatever that speaks for: "ask" is nothing in "ask our"."""
    return [hit for hit in hits if not any(hit[1] != other and hit[1] in other for other in everywhere)]


@cache
def _unmarked(text: str) -> str:
    return text if text.isascii() else "".join(fold(char) if char.isalpha() else char for char in text)


# What people ask for that no kind of app does, and what they would find missing.
OUTSIDE = {
    "image": "it makes no pictures, drawings or films",
    "schedule": "it keeps no calendar and books nothing",
    "social": "it does not bring people together with one another",
    "trade": "it sells, delivers and pays for nothing",
    "audio": "it neither hears nor speaks",
    "game": "it is no game with graphics or scores",
    "device": "it steers no device, reads no sensor and knows no map",
    "data": "it draws no charts and forecasts no figures",
    "build": "it builds no software",
    "record": "it keeps no books and no lists of what one did",
    "act": "it does nothing by itself in other programs",
}
