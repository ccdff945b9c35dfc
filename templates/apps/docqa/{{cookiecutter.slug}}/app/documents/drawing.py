"""Draws a page of a PDF, and finds where on it a quote stands: jobs for the process that deals with a file."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.documents import pdf, png
from app.documents.boxes import Box, lined
from app.documents.confined import Limits
from app.documents.matching import placed

WIDEST, HIGHEST = 1_200, 4_800  # pixels
FINE = 64  # parts of a point, in which pdfium turns places on a page into places on its picture
HYPHEN = "\u0002"  # pdfium's letter for one at a line's end, after which it has no line break

Page = Any  # of pypdfium2, which has no types


@dataclass(frozen=True)
class Spot:
    """A quote, what stands before it, which tells it from its like, and the number of the page where it begins."""

    page: int
    lead: str
    quote: str


def picture(number: int, path: Path, _: Limits) -> bytes:
    """Draw a page, counted from 1, and return it as PNG."""
    page = pdf.opened(path)[number - 1]
    width, height = page.get_size()
    drawn = page.render(scale=min(WIDEST / width, HIGHEST / height), rev_byteorder=True)
    data, used = bytes(drawn.buffer), drawn.width * 3
    rows = [data[start : start + used] for start in range(0, len(data), drawn.stride)]
    return png.encoded(drawn.width, drawn.height, rows)


def marked(spot: Spot, number: int, path: Path, _: Limits) -> bytes:
    """Return as JSON a page's size in points, and the boxes of what stands on it of a quote, one a line."""
    document = pdf.opened(path)
    page = document[number - 1]
    width, height = page.get_size()
    lines = lined(letters(page, *part(document, spot, number))) if spot.quote else []
    boxes = [asdict(box) for line in lines if (box := line.within(width, height))]
    return json.dumps({"width": width, "height": height, "boxes": boxes}).encode()


def part(document: Any, spot: Spot, number: int) -> tuple[int, int]:
    """Return which letters of a page belong to the quote, which may run on to the page after that where it begins."""
    here = text_of(document[spot.page - 1])
    found = standing(spot, here)
    if found is None and spot.page < len(document):
        found = standing(spot, f"{here}\n{text_of(document[spot.page])}")
    start, end = found or (0, 0)
    before = {spot.page: 0, spot.page + 1: len(here) + 1}.get(number, end)
    return max(start - before, 0), max(end - before, 0)


def standing(spot: Spot, text: str) -> tuple[int, int] | None:
    """Return where a quote stands: after what is known to stand before it, or else where it stands first."""
    whole = placed(spot.lead + spot.quote, text)
    if whole is None:
        return placed(spot.quote, text)
    lead = placed(spot.lead, text[slice(*whole)])
    return whole[0] + (lead[1] if lead else 0), whole[1]


def text_of(page: Page) -> str:
    """Return a page's letters, one for each that pdfium counts."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped,unused-ignore]

    text = page.get_textpage()
    return "".join(chr(pdfium.FPDFText_GetUnicode(text, index)) for index in range(text.count_chars()))


def letters(page: Page, start: int, end: int) -> Iterator[Box | None]:
    """Yield the boxes of letters from `start` to `end`, and None for the end of a line."""
    import pypdfium2

    width, height = page.get_size()
    shown = pypdfium2.PdfPosConv(page, (0, 0, round(width * FINE), round(height * FINE), 0))
    text = page.get_textpage()
    for index, letter in enumerate(text_of(page)[start:end], start):
        if not letter.isspace():
            left, bottom, right, top = text.get_charbox(index, loose=True)
            yield between(shown.to_bitmap(left, bottom), shown.to_bitmap(right, top))
        if letter in f"{HYPHEN}\r\n":
            yield None


def between(one: tuple[int, int], other: tuple[int, int]) -> Box:
    """Return the box of which these are opposite corners, in parts of a point."""
    (left, right), (top, bottom) = (sorted(edges) for edges in zip(one, other, strict=True))
    return Box(*(round(edge / FINE, 2) for edge in (left, top, right, bottom)))
