"""Cuts a passage into sentences; each is exactly a slice of it."""

import re
from collections.abc import Iterator

# Where a sentence ends: before what begins like another, and before a new paragraph, list item or row of a table.
END = re.compile(
    r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[\-–•*]*[A-ZÀ-ỸĐ0-9])"
    r"|(?<=[。！？])"
    r"|(?<=[.:;!?])\n"
    r"|\n\s*\n"
    r"|\n(?=\s*(?:[-–•*]|\d+[.)])\s)"
    r"|\n(?=[^\n:;]{1,40}: )"
)
# A full stop that ends no sentence: after an initial, an abbreviation, or the number of an item.
BROKEN = re.compile(
    r"(?:\b[A-ZĐ]|\b(?:Mr|Mrs|Ms|Dr|St|No|vs|TS|ThS|PGS|GS|TP|tr)|(?:^|\n)\s*(?:[^\W\d]+ )?\d{1,3})\.\Z"
)


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence begins and ends, in order."""
    start = 0
    for found in END.finditer(text):
        if not BROKEN.search(text[start : found.start()]):
            yield from trimmed(text, start, found.start())
            start = found.end()
    yield from trimmed(text, start, len(text))


def trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    said = text[start:end]
    if said.strip():
        yield start + len(said) - len(said.lstrip()), start + len(said.rstrip())


def is_end(said: str, space: str) -> bool:
    """Does a sentence end after these words, now that such space follows and then more?"""
    if "\n" in space:
        return True
    closed = said.rstrip("\"'”’)]*_")
    return closed.endswith((".", "!", "?", "…", "。", "！", "？")) and not BROKEN.search(closed)
