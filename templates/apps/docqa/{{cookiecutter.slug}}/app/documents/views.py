"""A place in a text with what stands around it, cut where a reader would cut."""

from typing import Any

AROUND = 1_500  # characters on each side


def view_of(text: str, start: int, end: int) -> dict[str, Any]:
    """Return the three parts of the view; offsets count characters, so whoever shows them need not count."""
    start = min(start, len(text))
    end = min(max(end, start), len(text))
    first, last = max(start - AROUND, 0), min(end + AROUND, len(text))
    if first:
        first = text.find("\n", first, start) + 1 or first
    if last < len(text):
        last = text.rfind("\n", end, last) + 1 or last
    return {
        "before": text[first:start],
        "passage": text[start:end],
        "after": text[end:last],
        "is_start": first == 0,
        "is_end": last == len(text),
    }
