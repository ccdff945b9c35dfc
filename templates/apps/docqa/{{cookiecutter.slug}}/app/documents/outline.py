"""Finds headings in text that does not mark them: numbered lines, and the parts of laws and contracts."""

import re
from collections.abc import Iterator

from app.documents.extracted import Extracted, Heading

NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+[^\W\d_][^\n]{2,80}")
PART = re.compile(r"(chương|phần|mục|điều|chapter|part|section|article)\s+[\dIVXLC]+\b[^\n]{0,80}", re.IGNORECASE)
OUTER = ("chương", "phần", "chapter", "part")


def outlined(text: str) -> Extracted:
    """Return the text with the headings found in it."""
    return Extracted(text, list(headings(text, 0)))


def headings(text: str, start: int) -> Iterator[Heading]:
    """Yield the lines that read as headings; `start` is the offset of the first."""
    for line in text.split("\n"):
        if level := level_of(line.strip()):
            yield Heading(start, level, line.strip())
        start += len(line) + 1


def level_of(line: str) -> int:
    """Say how deep a heading lies, or 0 where the line is none."""
    if PART.fullmatch(line):
        return 1 if line.lower().startswith(OUTER) else 2
    if line.endswith((".", ",", ";", ":")):
        return 0
    numbered = NUMBERED.fullmatch(line)
    return 2 + numbered[1].count(".") if numbered else 0
