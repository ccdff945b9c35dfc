"""JSONL: an object a line, of whatever keys and values."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from app.batch.files import encoding as encodings
from app.batch.files.page import ADDED, MISSING, Page, Sink, Source, all_names, as_text, paged, unused
from app.faults import OwnerFault


@dataclass(frozen=True)
class JsonlFile:
    """A file of objects; its columns are all keys that any of them has."""

    path: Path
    encoding: str
    columns: Sequence[str]

    def pages(self) -> Iterator[Page]:
        return paged([each.get(name, MISSING) for name in self.columns] for each in read(self.path, self.encoding))


def opened(path: Path, encoding: str | None) -> JsonlFile:
    """Read the file once for its keys; raise OwnerFault where a line is no object, before any of it is paid for."""
    encoding = encodings.known(encoding or encodings.guessed(encodings.sample(path)))
    columns = list(dict.fromkeys(key for each in read(path, encoding) for key in each))
    if not columns:
        raise OwnerFault(f"{path} is empty")
    return JsonlFile(path, encoding, columns)


def read(path: Path, encoding: str) -> Iterator[dict[str, Any]]:
    with encodings.told(path, encoding), path.open(encoding=encoding, errors="surrogateescape", newline="\n") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield parsed(path, number, line)


def parsed(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise OwnerFault(f"Line {number:,} of {path} is no JSON object; put it right, or take it out")
    return value


class JsonlSink:
    """Writes an object a row; what a row did not have, it has not."""

    def __init__(self, file: TextIO, source: Source) -> None:
        self._file, self._names = file, all_names(source)
        self._added = unused(ADDED, self._names)

    def write(self, page: Page, added: Sequence[Sequence[str]]) -> None:
        for row, new in zip(page.rows, added, strict=True):
            old = {name: cell for name, cell in zip(self._names, row, strict=False) if cell is not MISSING}
            whole = {**old, **dict(zip(self._added, new, strict=True))}
            self._file.write(json.dumps(whole, ensure_ascii=False, default=as_text) + "\n")


@contextmanager
def writing(path: Path, source: Source) -> Iterator[Sink]:
    with path.open("w", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        yield JsonlSink(file, source)
