"""Finds a quote in a text that is written a little differently: spaces, line ends, hyphens, case, composed letters."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

# A line's end within a word. Which hyphens it made cannot be told, so one between letters counts for nothing anywhere.
LINE_END = r"[^\S\r\n]*[\r\n]\s*"
AFTER_LETTER = r"(?:(?<=[^\W\d_])|(?<=[\u0300-\u036f]))"
HYPHEN = rf"{AFTER_LETTER}[-\u2010\u2011](?:{LINE_END})?(?=[^\W\d_])"
AFTER_HYPHEN = rf"(?<=\S[-\u2010\u2011]){LINE_END}(?=\S)"
SOFT_HYPHEN = rf"[\u00ad\u0002\ufffe](?:{LINE_END})?"  # pdfium has the last two for a hyphen at a line's end
UNSEEN = r"[\0\u200b-\u200f\u2060\ufeff]"
PART = re.compile(rf"(?P<dropped>{HYPHEN}|{SOFT_HYPHEN}|{AFTER_HYPHEN}|{UNSEEN})|(?P<space>\s+)")

PLAIN = str.maketrans("‘’ʼ“”„", "'''\"\"\"")  # quotation marks, which are seldom copied as they stand


class Piece(NamedTuple):
    """A run of letters, or of white space: where it begins when folded, and where it stands in the text."""

    at: int
    start: int
    end: int


@dataclass(frozen=True)
class Folded:
    """A text without what writing it differently changes, and where each piece of it stood."""

    text: str
    pieces: list[Piece]


def placed(quote: str, text: str) -> tuple[int, int] | None:
    """Return where a quote stands in a text, as text[start:end], or None: to the letter if it does, else the first."""
    if not (wanted := folded(quote).text.strip()):
        return None
    if (at := text.find(quote)) >= 0:
        return at, at + len(quote)
    said = folded(text)
    if (at := said.text.find(wanted)) < 0:
        return None
    return origin(said, text, at)[0], origin(said, text, at + len(wanted) - 1)[1]


def folded(text: str) -> Folded:
    """Write a text in one way: one space for any white space, composed letters, no case, no hyphen within a word."""
    said, pieces, length = list[str](), list[Piece](), 0
    for start, end, is_space in parts(text):
        pieces.append(Piece(length, start, end))
        said.append(" " if is_space else plain(text[start:end]))
        length += len(said[-1])
    return Folded("".join(said), pieces)


def parts(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the pieces that say something, in order, and whether each is white space."""
    start = 0
    for part in PART.finditer(text):
        if start < part.start():
            yield start, part.start(), False
        if part["space"]:
            yield part.start(), part.end(), True
        start = part.end()
    if start < len(text):
        yield start, len(text), False


def plain(letters: str) -> str:
    composed = unicodedata.normalize("NFC", letters)
    return unicodedata.normalize("NFC", composed.casefold()).translate(PLAIN)


def origin(said: Folded, text: str, at: int) -> tuple[int, int]:
    """Return where the letter, or the white space, stands that gave a character of the folded text."""
    piece = said.pieces[bisect_right(said.pieces, at, key=lambda each: each.at) - 1]
    if text[piece.start].isspace():
        return piece.start, piece.end
    reached = piece.at
    for start, end in letters_of(text, piece):
        reached += len(plain(text[start:end]))
        if reached > at:
            break
    return start, end


def letters_of(text: str, piece: Piece) -> Iterator[tuple[int, int]]:
    """Yield each letter with the marks that belong to it."""
    start = piece.start
    for place in range(piece.start + 1, piece.end):
        if not continues(text[place]):
            yield start, place
            start = place
    yield start, piece.end


def continues(mark: str) -> bool:
    """Does a character belong to the letter before it? Marks do, and the later parts of a Korean syllable."""
    return unicodedata.category(mark).startswith("M") or "\u1160" <= mark <= "\u11ff"
