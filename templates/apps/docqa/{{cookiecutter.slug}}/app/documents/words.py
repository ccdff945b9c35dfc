"""Words as search compares them: folded to plain letters, with marks where they were typed, and in pairs."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from app.folding import fold

WORD = re.compile(r"[^\W_]+")

# Words that say nothing of what a question is about, by language: `do` is one in English and a reason in Vietnamese.
STOP = {
    file.stem: frozenset(file.read_text(encoding="utf-8").split())
    for file in (Path(__file__).parent / "stop_words").glob("*.txt")
}
# English words that are syllables of Vietnamese typed without marks as well, and so tell nothing of the language.
BOTH = frozenset(["am", "an", "can", "do", "in", "may", "me", "no", "on", "so", "than", "that", "them", "to"])
# What a syllable of Vietnamese typed without marks can look like.
SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnpqrstvx])?"
    r"(?:(?:[aeiouy]|ie|o[aeo]|u[aeoy]|uye|ye)(?:ch|ng|nh|[cmnpt])?"
    r"|a[iouy]|e[ou]|i[au]|oi|oa[iouy]|oeo|u[iu]|ua[iouy]|uo[iu]|uy[au]|[iy]eu)"
)
FEW = 3  # words that are too few to tell the language by
VIETNAMESE = 0.25  # share of words with marks from which on a text is taken for Vietnamese


@dataclass(frozen=True)
class Terms:
    """A text in the three forms that are searched."""

    folded: list[str]
    marked: list[str]  # only words that have marks
    pairs: list[str]

    @property
    def keys(self) -> set[str]:
        """Return all forms together, to compare texts by."""
        return {*self.folded, *self.marked, *self.pairs}


def words(text: str) -> list[str]:
    """Return the words in lower case, their marks kept."""
    return WORD.findall(unicodedata.normalize("NFKC", text).lower())


def analysed(text: str) -> Terms:
    """Return all the terms of a text, for the index."""
    said = words(text)
    folded = [fold(word) for word in said]
    marked = [word for word, plain in zip(said, folded, strict=True) if word != plain]
    is_vietnamese = len(marked) > VIETNAMESE * len(said)
    return Terms(folded, marked, pairs(folded) if is_vietnamese else [])


def pairs(folded: list[str]) -> list[str]:
    """Return neighbours as one term each: most Vietnamese words are two syllables. In English this only misleads."""
    return [f"{first}_{second}" for first, second in pairwise(folded)]


def language_of(question: str, otherwise: str) -> str:
    """Say in which language's terms a question is put."""
    said = words(question)
    if any(word != fold(word) for word in said):
        return "vi"
    english = sum(word in STOP["en"] and word not in BOTH for word in said)
    syllables = sum(bool(SYLLABLE.fullmatch(word)) for word in said if not word.isdigit())
    if len(said) < FEW and otherwise != "vi":
        return otherwise
    return "vi" if syllables >= 0.75 * len(said) and english <= 0.25 * len(said) else "en"


def is_bare(question: str, language: str) -> bool:
    """Is this Vietnamese typed without marks? No vector stands where it means to."""
    return language == "vi" and all(word == fold(word) for word in words(question))


def asked(question: str, language: str) -> Terms:
    """Return the terms to look for: without stop words, unless nothing else was said."""
    said = words(question)
    stop = STOP.get(language, frozenset())
    if is_bare(question, language):
        stop = frozenset(map(fold, stop))
    kept = [word for word in said if word not in stop] or said
    folded, marked = [fold(word) for word in kept], [word for word in kept if word != fold(word)]
    return Terms(folded, marked, pairs([fold(word) for word in said]) if language == "vi" else [])
