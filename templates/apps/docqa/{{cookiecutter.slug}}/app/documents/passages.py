"""What search gives back."""

from dataclasses import dataclass
from typing import Literal

Way = Literal["words", "meaning", "both"]


@dataclass(frozen=True)
class Passage:
    """A passage that was found, where it stands, and why it was found.

    The text is that of its document from `start` to `end`. `words` and `meaning` are what each way of searching
    gave it; None where that way did not find it.
    """

    id: int
    document: str
    file: str
    kind: str
    page: int | None
    headings: tuple[str, ...]
    start: int
    end: int
    text: str
    score: float
    words: float | None
    meaning: float | None
