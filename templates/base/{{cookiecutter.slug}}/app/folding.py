"""Reduces a text to plain letters, so that `đặt lịch`, `Dat lich` and `DAT LICH` are the same."""

import re
import unicodedata

BARE = str.maketrans("đĐ", "dD")  # no decomposition takes this stroke away


def fold(text: str) -> str:
    """Return the text in lower case and without marks above or below its letters."""
    decomposed = unicodedata.normalize("NFKD", text.translate(BARE))
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).casefold()


def shingles(text: str) -> frozenset[str]:
    """Return the runs of three and four letters, which `open` and `opening` share where words do not."""
    line = re.sub(r"\W+", " ", f" {fold(text)} ")
    return frozenset(line[start : start + size] for size in (3, 4) for start in range(len(line) - size + 1))
