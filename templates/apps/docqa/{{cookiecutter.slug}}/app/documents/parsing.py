"""Reads one file in a process of its own: `python -m app.documents.parsing KIND FILE PAGES SECONDS MEMORY_MB`.

Whatever a file does to its reader, it does it within limits, and to this process alone. The answer is one JSON
object on standard output: an Extracted, or {"failure": code}.
"""

import json
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from app.documents import encodings, kinds, markdown, office, pdf, sheets
from app.documents.extracted import Extracted, Unreadable
from app.documents.outline import outlined

MOST_TEXT = 20_000_000  # characters; the longest novels have five million


def main(kind: str, file: str, most_pages: str, seconds: str, memory_mb: str) -> None:
    limit(int(seconds), int(memory_mb))
    try:
        answer = asdict(parsed(kind, Path(file), int(most_pages)))
    except Unreadable as fault:
        answer = {"failure": fault.code}
    except MemoryError:
        answer = {"failure": "too_much"}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def limit(seconds: int, memory_mb: int) -> None:
    """Have the system end this process where it takes too much, even if whoever started it is gone."""
    if sys.platform == "win32":
        return
    import resource

    signal.alarm(seconds + 1)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 2**20, memory_mb * 2**20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


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


if __name__ == "__main__":
    main(*sys.argv[1:])
