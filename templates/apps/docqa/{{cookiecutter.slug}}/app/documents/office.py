"""Reads office files, HTML and e-mail through kreuzberg, as Markdown."""

import re
import uuid
import zipfile
from pathlib import Path
from typing import Any

from app.documents import markdown
from app.documents.extracted import Extracted, Heading, Unreadable

OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = {
    "docx": OFFICE + "wordprocessingml.document",
    "pptx": OFFICE + "presentationml.presentation",
    "xlsx": OFFICE + "spreadsheetml.sheet",
    "html": "text/html",
    "email": "message/rfc822",
}
MOST_UNPACKED = 300_000_000  # bytes that a packed file may say it holds
HEAD = re.compile(r"<head\b.*?</head\s*>", re.IGNORECASE | re.DOTALL)
PLAIN_HTML = re.compile(r"<(script|style|nav|footer)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)


def read(path: Path, kind: str) -> Extracted:
    """Read a document, a workbook or a mail."""
    check_size(path, kind)
    return markdown.read(converted(path.read_bytes(), kind, output_format="markdown"))


def read_html(html: str) -> Extracted:
    """Read a page without what frames it: head, scripts, menus, footer."""
    body = PLAIN_HTML.sub(" ", HEAD.sub("", html))
    return markdown.read(converted(body.encode(), "html", output_format="markdown"))


def read_slides(path: Path) -> Extracted:
    """Read a presentation with its speaker's notes: each slide is a page, and its first line a heading."""
    from kreuzberg import PageConfig

    check_size(path, "pptx")
    mark = f"slide-{uuid.uuid4().hex}-"
    paging = PageConfig(extract_pages=True, insert_page_markers=True, marker_format=f"\n\n{mark}{{page_num}}\n\n")
    slides = re.split(rf"\s*{mark}\d+\s*", converted(path.read_bytes(), "pptx", pages=paging))
    text, starts, headings = "", [], []
    for slide in slides[1:] or slides:
        starts.append(len(text))
        if title := slide.strip().split("\n", 1)[0].strip():
            headings.append(Heading(len(text), 1, title))
        text += f"{slide.strip()}\n\n"
    return Extracted(text, headings, starts)


def converted(data: bytes, kind: str, **options: Any) -> str:
    """Have kreuzberg turn the bytes into text."""
    from kreuzberg import ExtractionConfig, KreuzbergError, extract_bytes_sync

    try:
        return str(extract_bytes_sync(data, TYPES[kind], config=ExtractionConfig(use_cache=False, **options)).content)
    except KreuzbergError:
        raise Unreadable("damaged") from None


def check_size(path: Path, kind: str) -> None:
    """Refuse a packed file that says it unpacks to more than any document does."""
    if kind not in {"docx", "pptx", "xlsx"}:
        return
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                raise Unreadable("too_much")
    except zipfile.BadZipFile:
        raise Unreadable("damaged") from None
