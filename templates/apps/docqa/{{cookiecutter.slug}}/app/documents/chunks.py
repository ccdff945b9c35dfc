"""Cuts a text into passages along its structure; each is exactly a slice of the text."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from app.documents.extracted import Extracted, Heading

# Characters. A passage is what is shown and cited: longer ones tell more and point less, and embed more slowly.
LONGEST = 1_000
FULL = 700  # from here on a passage takes no further paragraph

PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")
SENTENCE_END = re.compile(r"(?<=[.!?…;。！？])\s+|\n")
SPACE = re.compile(r"\s")

Span = tuple[int, int]


@dataclass(frozen=True)
class Chunk:
    """A passage: text[start:end] of its document, its page (None: the kind has none) and the headings above it."""

    start: int
    end: int
    page: int | None
    headings: tuple[str, ...]
    text: str


def chunked(extracted: Extracted) -> list[Chunk]:
    """Cut at every heading and page, then join paragraphs until a passage is full."""
    starts = [heading.start for heading in extracted.headings]
    cuts = sorted({0, *starts, *extracted.pages, len(extracted.text)})
    found = []
    for start, end in pairwise(cuts):
        above = path(extracted.headings[: bisect_right(starts, start)])
        page = bisect_right(extracted.pages, start) or None
        for first, last in joined(pieces(extracted.text, start, end)):
            found.append(Chunk(first, last, page, above, extracted.text[first:last]))
    return [chunk for chunk in found if says_more_than(chunk)]


def path(headings: list[Heading]) -> tuple[str, ...]:
    """Return the titles that a place lies under, the outermost first."""
    open_: list[Heading] = []
    for heading in headings:
        while open_ and open_[-1].level >= heading.level:
            open_.pop()
        open_.append(heading)
    return tuple(heading.title for heading in open_)


def pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the paragraphs; one that is too long in sentences, one without sentences in lengths."""
    for paragraph in PARAGRAPH.finditer(text, start, end):
        first, last = paragraph.start(), len(text[: paragraph.end()].rstrip())
        yield from whole_or_split(text, first, last)


def whole_or_split(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > LONGEST:
        middle = split_point(text, start)
        yield start, len(text[:middle].rstrip())
        start = middle + len(text[middle:end]) - len(text[middle:end].lstrip())
    if start < end:
        yield start, end


def split_point(text: str, start: int) -> int:
    """Return where to cut at the latest: after a sentence, else between words, else anywhere."""
    window = start + LONGEST
    sentences = [found.end() for found in SENTENCE_END.finditer(text, start + 1, window)]
    if sentences:
        return sentences[-1]
    spaces = [found.end() for found in SPACE.finditer(text, start + LONGEST // 2, window)]
    return spaces[-1] if spaces else window


def joined(spans: Iterator[Span]) -> Iterator[Span]:
    """Join neighbours while they fit into one passage."""
    first: int | None = None
    last = 0
    for start, end in spans:
        if first is not None and (end - first > LONGEST or last - first >= FULL):
            yield first, last
            first = None
        first, last = start if first is None else first, end
    if first is not None:
        yield first, last


def says_more_than(chunk: Chunk) -> bool:
    """Is there anything beside the heading itself?"""
    said = chunk.text.strip()
    return bool(said) and not (chunk.headings and said == chunk.headings[-1])
