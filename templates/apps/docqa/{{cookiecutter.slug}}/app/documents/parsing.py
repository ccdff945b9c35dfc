"""Reads one file in a process of its own: whatever a file does to its reader, it does it there alone, within limits.

The answer is one JSON object in a file: an Extracted, or {"failure": code}.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from app.documents import encodings, kinds, markdown, office, pdf, sheets
from app.documents.extracted import Extracted, Unreadable
from app.documents.outline import outlined

MOST_TEXT = 20_000_000  # characters; the longest novels have five million


@dataclass(frozen=True)
class Limits:
    """What reading one file may take."""

    pages: int
    seconds: int
    memory_mb: int


def main(kind: str, file: Path, answer: Path, limits: Limits) -> None:
    """Be the process that reads the file."""
    be_quiet()
    be_bounded(limits)
    try:
        said = asdict(parsed(kind, file, limits.pages))
    except Unreadable as fault:
        said = {"failure": fault.code}
    except MemoryError:
        said = {"failure": "too_much"}
    answer.write_text(json.dumps(said), encoding="ascii")


def be_quiet() -> None:
    """Keep what libraries print about a file out of the app's own output."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):
        os.dup2(nowhere, number)


def be_bounded(limits: Limits) -> None:
    """Have the system end this process where it takes too much, even if whoever started it is gone."""
    if sys.platform == "win32":
        return
    import resource

    signal.alarm(limits.seconds + 1)
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "darwin":  # which knows no limit on it
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_mb * 2**20, limits.memory_mb * 2**20))


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
