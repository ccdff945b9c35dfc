"""Reads one file, of any kind."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from app.documents import encodings, kinds, markdown, office, pdf, sheets
from app.documents.confined import Limits
from app.documents.extracted import Extracted, Unreadable
from app.documents.outline import outlined

MOST_TEXT = 20_000_000  # characters; the longest novels have five million


def answer(kind: str, path: Path, limits: Limits) -> bytes:
    """Return what the file says as JSON: the fields of Extracted."""
    return json.dumps(asdict(parsed(kind, path, limits.pages))).encode()


def parsed(kind: str, path: Path, most_pages: int) -> Extracted:
    """Return what the file says, or raise Unreadable."""
    kinds.check(kind, path.read_bytes())
    extracted = READERS[kind](path) if kind != "pdf" else pdf.read(path, most_pages)
    if len(extracted.pages) > most_pages:
        raise Unreadable("too_many_pages")
    if len(extracted.text) > MOST_TEXT:
        raise Unreadable("too_much")
    if not extracted.text.strip():
        raise Unreadable("no_text")
    return extracted


READERS: dict[str, Callable[[Path], Extracted]] = {
    "docx": lambda path: office.read(path, "docx"),
    "xlsx": lambda path: office.read(path, "xlsx"),
    "email": lambda path: office.read(path, "email"),
    "pptx": office.read_slides,
    "html": lambda path: office.read_html(encodings.declared(path.read_bytes())),
    "markdown": lambda path: markdown.read(encodings.decoded(path.read_bytes())),
    "csv": lambda path: sheets.read(encodings.decoded(path.read_bytes())),
    "text": lambda path: outlined(encodings.decoded(path.read_bytes())),
}
