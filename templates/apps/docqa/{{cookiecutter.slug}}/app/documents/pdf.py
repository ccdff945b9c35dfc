"""Reads PDF through pypdfium2, page by page."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.documents import outline
from app.documents.extracted import Extracted, Heading, Unreadable

PASSWORD = 4  # pdfium's code


def read(path: Path, most_pages: int) -> Extracted:
    text, starts = "", list[int]()
    headings: list[Heading] = []
    for page in pages(path, most_pages):
        starts.append(len(text))
        headings += outline.headings(page, len(text))
        text += f"{page}\n\n" if page else "\n"
    if not text.strip():
        raise Unreadable("no_text")
    return Extracted(text, headings, starts)


def opened(path: Path) -> Any:
    """Return the document, as pypdfium2 has it, or raise Unreadable."""
    import pypdfium2  # type: ignore[import-untyped,unused-ignore]

    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("password" if error.err_code == PASSWORD else "damaged") from None


def pages(path: Path, most_pages: int) -> Iterator[str]:
    document = opened(path)
    if len(document) > most_pages:
        raise Unreadable("too_many_pages")
    for number in range(len(document)):
        yield cleaned(document[number].get_textpage().get_text_range())


def cleaned(text: str) -> str:
    """Compose letters, and drop line ends' returns and the marks that pdfium leaves for hyphens at a line's end."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    joined = re.sub("[\ufffe\u0002]\n?", "", composed)
    return "\n".join(line.rstrip() for line in joined.replace("\0", "").split("\n")).strip()
