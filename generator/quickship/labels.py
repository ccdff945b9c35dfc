"""The labels that an idea lists: "into billing, technical and account"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache

from quickship.kinds import UNSPACED
from quickship.lexicon import RULES, rules_of
from quickship.types import Label

LONGEST = 60
MOST_WORDS = 5  # of one label: what is longer is a sentence
UNBOUNDED = UNSPACED | {"hi"}  # where no word ends at a letter that Python knows


def labels_of(line: str, language: str) -> tuple[Label, ...]:
    """The names of the first list in the idea that reads like one of labels."""
    rules = rules_of(language)["labels"]
    edge = "" if language in UNBOUNDED else r"\b"
    commas = rf"\s*[,、，;]\s*(?:{_any_of(rules['between'])}{edge}\s*)?|\s*{edge}{_any_of(rules['between'])}{edge}\s*"
    after = rf"{edge}{_any_of(rules['before'])}{edge}\s*|[:：]\s*"
    for found in re.finditer(rf"(?:{after})([^.;:!?。：（(]+)", line, re.IGNORECASE):
        listed = re.split(_any_of(rules["ends"]) + "$", found[1].strip())[0] if "ends" in rules else found[1]
        names = [name.strip(" \"'“”「」") for name in re.split(commas, listed, flags=re.IGNORECASE)]
        if len(names) > 1 and all(0 < len(name.split()) <= MOST_WORDS for name in names):
            return tuple(Label(name[:LONGEST], meaning(name, language)) for name in dict.fromkeys(names))
    return ()


def meaning(name: str, language: str) -> str:
    """What a label of a common name means, and nothing for every other."""
    known = _meanings().get(language, {})
    folded = name.casefold()
    return known.get(folded) or known.get(folded.removesuffix("s"), "")


def takes_many(line: str, language: str) -> bool:
    """Does the idea say that one text may have several labels?"""
    edge = "" if language in UNBOUNDED else r"\b"
    return re.search(f"{edge}{_any_of(rules_of(language)['labels']['many'])}{edge}", line, re.IGNORECASE) is not None


@cache
def _meanings() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((RULES / "meanings.toml").read_text(encoding="utf-8"))


def _any_of(phrases: str) -> str:
    """A regular expression for any of the phrases, the longest first."""
    longest_first = sorted((re.escape(phrase.strip()) for phrase in phrases.split(",")), key=len, reverse=True)
    return f"(?:{'|'.join(longest_first)})"
