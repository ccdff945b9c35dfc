"""Where letters stand on a page, and the lines that they make."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """A rectangle in points, from the upper left corner of the page as it is shown."""

    left: float
    top: float
    right: float
    bottom: float

    def __or__(self, other: "Box") -> "Box":
        """Return the smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def within(self, width: float, height: float) -> "Box | None":
        """Return what of this is on a page of that size; None where nothing is."""
        cut = Box(max(self.left, 0), max(self.top, 0), min(self.right, width), min(self.bottom, height))
        return cut if cut.left < cut.right and cut.top < cut.bottom else None

    def is_beside(self, other: "Box") -> bool:
        """Is the middle of the other on one line with this, or, where writing goes up or down, in one column?"""
        middle, centre = (other.top + other.bottom) / 2, (other.left + other.right) / 2
        return self.top <= middle <= self.bottom or self.left <= centre <= self.right


def lined(letters: Iterable[Box | None]) -> list[Box]:
    """Join the boxes of letters to one a line; None is a line's end."""
    lines: list[Box] = []
    is_new = True
    for letter in letters:
        if letter is None:
            is_new = True
        elif is_new or not lines[-1].is_beside(letter):
            lines.append(letter)
            is_new = False
        else:
            lines[-1] |= letter
    return lines
