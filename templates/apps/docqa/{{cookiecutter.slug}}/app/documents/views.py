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


def standing(text: str, start: int, end: int, quote: str) -> tuple[int, int] | None:
    """Return `start` to `end`, kept within the text; where another quote stands there by now, where that one stands."""
    start = min(start, len(text))
    end = min(max(end, start), len(text))
    if not quote or text[start:end] == quote:
        return start, end
    found = text.find(quote)
    return None if found < 0 else (found, found + len(quote))


def place(text: str, start: int, end: int, quote: str = "", around: int = AROUND) -> Place:
    """Show `start` to `end` of a text; where another quote stands there by now, where that one stands, if it does."""
    found = standing(text, start, end, quote)
    start, end = found or (0, 0)
    first, last = max(start - around, 0), min(end + around, len(text))
    if first:
        first = text.find("\n", first, start) + 1 or first
    if last < len(text):
        last = text.rfind("\n", end, last) + 1 or last
    return Place(text[first:start], text[start:end], text[end:last], first == 0, last == len(text), found is None)
