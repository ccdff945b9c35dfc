"""Pages of a PDF as pictures, and where on them a quote stands. Each is the work of a process of its own."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from app.documents import drawing, reader
from app.documents.boxes import Box
from app.documents.confined import Job, Limits
from app.documents.drawing import Spot
from app.documents.extracted import Unreadable
from app.documents.refusals import Refusal
from app.documents.settings import DocumentSettings

MOST_SECONDS = 10  # for one page: someone looks at an empty panel meanwhile
AT_ONCE = 2  # processes, each of which may take DOCUMENT_MEMORY_MB
PATIENCE = 20.0  # seconds that one may wait for its turn
HEAVY = {"too_slow", "too_much"}

turns = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Marked:
    """A page, counted from 1, its size in points, and where on it a quote stands, one box a line."""

    number: int
    count: int
    width: float
    height: float
    boxes: list[Box]


def marked(data: bytes, spot: Spot, number: int, count: int) -> Marked:
    """Find what one of so many pages holds of a quote."""
    fields = json.loads(done(partial(drawing.marked, spot, number), data))
    return Marked(number, count, fields["width"], fields["height"], [Box(**box) for box in fields["boxes"]])


def picture(data: bytes, number: int) -> bytes:
    """Draw a page, counted from 1, as PNG."""
    return done(partial(drawing.picture, number), data)


def done(job: Job, data: bytes) -> bytes:
    """Have a job done with a PDF; raise Refusal where the page takes too much, Unreadable where the file is damaged."""
    settings = DocumentSettings()
    seconds = min(settings.document_seconds, MOST_SECONDS)
    with turn():
        try:
            return reader.done(job, data, Limits(settings.document_pages, seconds, settings.document_memory_mb))
        except Unreadable as fault:
            if fault.code in HEAVY:
                raise Refusal("page_too_heavy") from None
            raise


@contextmanager
def turn() -> Iterator[None]:
    if not turns.acquire(timeout=PATIENCE):
        raise Refusal("pages_busy")
    try:
        yield
    finally:
        turns.release()
