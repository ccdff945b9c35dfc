"""A place in a text with what stands around it, cut where a reader would cut."""

from dataclasses import dataclass

AROUND = 1_500  # characters on each side, unless more is asked for


@dataclass(frozen=True)
class Place:
    """The three parts of a view; offsets count characters, so whoever shows them need not count."""

    before: str
    passage: str
    after: str
    is_start: bool
    is_end: bool
    is_changed: bool


def place(text: str, start: int, end: int, quote: str = "", around: int = AROUND) -> Place:
    """Show `start` to `end` of a text; where another quote stands there by now, where that one stands, if it does."""
    start = min(start, len(text))
    end = min(max(end, start), len(text))
    is_changed = False
    if quote and text[start:end] != quote:
        found = text.find(quote)
        is_changed = found < 0
        start, end = (0, 0) if is_changed else (found, found + len(quote))
    first, last = max(start - around, 0), min(end + around, len(text))
    if first:
        first = text.find("\n", first, start) + 1 or first
    if last < len(text):
        last = text.rfind("\n", end, last) + 1 or last
    return Place(text[first:start], text[start:end], text[end:last], first == 0, last == len(text), is_changed)
