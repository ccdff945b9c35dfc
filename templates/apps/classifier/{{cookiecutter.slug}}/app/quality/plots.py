"""Plots as SVG: no style in them, so that the page's strict policy lets them be; each says in words what it shows."""

import math
from collections.abc import Iterator, Sequence
from html import escape

from app.calibration import Bin, Cut
from app.evaluation.document import shortened

SIDE, EDGE = 320, 44  # of the square that a curve is drawn in, and the room for its axes
CELL, LARGE_CELL, FEW = 18, 44, 12  # with few labels there is room for the counts
MARGIN, WIDE_MARGIN, LONGEST = 30, 120, 16  # and for their names, cut to so many characters
MOST_POINTS = 200  # of a curve: more are not seen
SHADES = 5


def calibration(bins: Sequence[Bin], words: dict[str, str]) -> str:
    """Draw the share of right ones against confidence; on the diagonal confidence is what it says."""
    most = max((each.count for each in bins), default=1)
    dots = "".join(
        f'<circle class="dot" cx="{x(each.confidence)}" cy="{y(each.right)}" r="{size(each.count / most)}">'
        f"<title>{each.confidence:.2f}: {each.right:.2f} ({each.count})</title></circle>"
        for each in bins
    )
    diagonal = f'<path class="even" d="M{x(0)} {y(0)}L{x(1)} {y(1)}"/>'
    told = "; ".join(f"{each.confidence:.2f}: {each.right:.2f}" for each in bins)
    return square(words["calibration"], told, diagonal + dots, words["confidence"], words["right"])


def coverage(curve: Sequence[Cut], kept: Cut | None, words: dict[str, str]) -> str:
    """Draw the share of right ones among the surest texts, against how many these are."""
    step = max(1, len(curve) // MOST_POINTS)
    shown = [*curve[::step], *curve[-1:]]
    line = "L".join(f"{x(cut.coverage)} {y(cut.right)}" for cut in shown)
    path = f'<path class="line" d="M{line}"/>' if shown else ""
    mark = f'<circle class="dot" cx="{x(kept.coverage)}" cy="{y(kept.right)}" r="6"/>' if kept else ""
    told = "; ".join(f"{cut.coverage:.2f}: {cut.right:.2f}" for cut in curve[:: max(1, len(curve) // 10)])
    return square(words["coverage"], told, path + mark, words["covered"], words["right"])


def square(title: str, told: str, inside: str, across: str, up: str) -> str:
    """Return a plot with both axes from 0 to 1."""
    ticks = "".join(
        f'<text x="{x(at)}" y="{SIDE + 18}" text-anchor="middle">{at:g}</text>'
        f'<text x="{EDGE - 8}" y="{y(at) + 4}" text-anchor="end">{at:g}</text>'
        f'<path class="grid" d="M{x(at)} {y(0)}V{y(1)}M{x(0)} {y(at)}H{x(1)}"/>'
        for at in (0, 0.25, 0.5, 0.75, 1)
    )
    named = (
        f'<text x="{x(0.5)}" y="{SIDE + 38}" text-anchor="middle">{escape(across)}</text>'
        f'<text x="{EDGE}" y="6" dominant-baseline="hanging">{escape(up)}</text>'
    )
    return (
        f'<svg class="plot" viewBox="0 -14 {SIDE + 16} {SIDE + 60}" role="img">'
        f"<title>{escape(title)}</title><desc>{escape(told)}</desc>{ticks}{named}{inside}</svg>"
    )


def confusion(matrix: Sequence[Sequence[int]], labels: Sequence[str], words: dict[str, str]) -> str:
    """Draw the matrix, gold by guess; where labels are many their numbers stand for them, as in the table of labels."""
    few = len(labels) <= FEW
    cell, margin = (LARGE_CELL, WIDE_MARGIN) if few else (CELL, MARGIN)
    wide = margin + cell * (len(labels) + 1)
    right = sum(row[at] for at, row in enumerate(matrix))
    told = words["confusion_told"].format(right=right, all=sum(map(sum, matrix)))
    drawn = [*heads(cell, margin, labels), *cells(cell, margin, matrix, [*labels, words["none"]])]
    return (
        f'<svg class="matrix" viewBox="0 0 {wide} {20 + cell * len(labels)}" width="{wide}" role="img">'
        f"<title>{escape(words['confusion'])}</title><desc>{escape(told)}</desc>{''.join(drawn)}</svg>"
    )


def heads(cell: int, margin: int, labels: Sequence[str]) -> Iterator[str]:
    """Yield what stands before the rows and over the columns, of which the last is for no label."""
    numbers = [*map(str, range(1, len(labels) + 1)), "–"]
    for column, number in enumerate(numbers):
        yield f'<text x="{margin + cell * (column + 0.5):g}" y="12" text-anchor="middle">{number}</text>'
    for at, label in enumerate(labels):
        name = f"{shortened(label, LONGEST)} {numbers[at]}" if margin == WIDE_MARGIN else numbers[at]
        yield f'<text x="{margin - 6}" y="{24 + cell * (at + 0.5):g}" text-anchor="end">{escape(name)}</text>'


def cells(cell: int, margin: int, matrix: Sequence[Sequence[int]], names: Sequence[str]) -> Iterator[str]:
    """Yield the cells, the darker the larger their share of the row."""
    for at, row in enumerate(matrix):
        for column, count in enumerate(row):
            left, top = margin + cell * column, 20 + cell * at
            shade = -(-count * SHADES // max(1, sum(row)))
            yield (
                f'<rect class="{"hit" if column == at else "miss"} s{shade}" x="{left}" y="{top}" width="{cell - 1}" '
                f'height="{cell - 1}" rx="2"><title>{escape(f"{names[at]} → {names[column]}: {count}")}</title></rect>'
            )
            if cell == LARGE_CELL and count:
                middle = f'x="{left + cell / 2:g}" y="{top + cell / 2 + 4:g}"'
                yield f'<text class="count s{shade}" {middle} text-anchor="middle">{count}</text>'


def x(share: float) -> float:
    return round(EDGE + share * (SIDE - EDGE), 1)


def y(share: float) -> float:
    return round(SIDE - share * (SIDE - EDGE / 2), 1)


def size(share: float) -> float:
    """Return the radius of a dot whose area grows with what it stands for."""
    return round(3 + 7 * math.sqrt(share), 1)
