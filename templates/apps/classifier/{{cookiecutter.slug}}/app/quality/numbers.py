"""Writes numbers as the report's language does."""

from app.quality.figures import Share

Words = dict[str, str]


def decimal(value: float, digits: int, words: Words) -> str:
    return f"{value:.{digits}f}".replace(".", words["point"])


def percent(value: float, digits: int, words: Words) -> str:
    return f"{decimal(value * 100, digits, words)}%"


def interval(found: Share, words: Words) -> str:
    low, high = (decimal(value, 3, words) for value in (found.low, found.high))
    return words["interval"].format(low=low, high=high)


def dollars(value: float | None, estimated: bool, words: Words) -> str:
    """Write a cost with the digits that a single call needs; an estimated one has a tilde."""
    return f"{'~' if estimated else ''}{decimal(value or 0, 6 if value else 2, words)} USD"
