"""Reduces a text to plain words, so that `đặt lịch`, `Dat lich` and `DAT LICH` are the same."""

import re
import unicodedata

_BARE = str.maketrans("đĐ", "dD")  # no decomposition takes this stroke away


def fold(text: str) -> str:
    """Return the text in lower case and without marks above or below its letters."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_BARE))
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).casefold()


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", fold(text)))
