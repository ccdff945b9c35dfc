"""A file of texts: which column they stand in, and the same rows again with what came of each."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from app.batch.files.page import LOOKED_AT, Row, Source, Writing, as_text
from app.faults import OwnerFault

NAMES = ("text", "message", "body", "content", "comment", "review", "question", "văn bản", "nội dung", "tin nhắn")
FORMATS = {
    **dict.fromkeys((".csv", ".tsv", ".txt"), "csv_file"),
    **dict.fromkeys((".jsonl", ".ndjson"), "jsonl_file"),
    ".parquet": "parquet_file",
}


@dataclass(frozen=True)
class Table:
    """Where the texts stand."""

    source: Source
    text_at: int

    @property
    def column(self) -> str:
        return self.source.columns[self.text_at]

    def texts(self) -> Iterator[str]:
        for page in self.source.pages():
            yield from map(self._text, page.rows)

    def write(self, path: Path, added: Callable[[str], Sequence[str]]) -> None:
        """Write all rows in order, each with what is added for its text; the file is there whole or not at all."""
        part = path.with_name(f"{path.name}.part")
        writing: Writing = of_format(path).writing
        try:
            with writing(part, self.source) as sink:
                for page in self.source.pages():
                    sink.write(page, [added(self._text(row)) for row in page.rows])
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise OwnerFault(f"{path} cannot be written: {error.strerror or error}") from None

    def _text(self, row: Row) -> str:
        return as_text(row[self.text_at]).strip()


def opened(path: Path, encoding: str | None = None, column: str | None = None) -> Table:
    """Find out how the file is written and where its texts stand; raise OwnerFault where it is no such file."""
    source: Source = of_format(path).opened(path, encoding)
    return Table(source, chosen(source, column))


def of_format(path: Path) -> Any:
    """Return what reads and writes files of that name; raise OwnerFault where that is nothing, or not installed."""
    name = FORMATS.get(path.suffix.lower())
    if name is None:
        raise OwnerFault(f"{path} is no CSV, JSONL or Parquet file by its name; it ends in {', '.join(FORMATS)}")
    return import_module(f"app.batch.files.{name}")


def chosen(source: Source, wanted: str | None) -> int:
    """Return the column of the texts: the one that is wanted, one that is called so, or the one with the most in it."""
    columns = list(source.columns)
    if wanted is not None:
        if wanted not in columns:
            raise OwnerFault(f"{source.path} has no column “{wanted}”; it has: {', '.join(columns)}")
        return columns.index(wanted)
    known = [name.strip().casefold() for name in columns]
    called = next((known.index(name) for name in NAMES if name in known), None)
    if called is not None:
        return called
    rows = list(islice((row for page in source.pages() for row in page.rows), LOOKED_AT))
    return max(range(len(columns)), key=lambda at: sum(len(row[at]) for row in rows if isinstance(row[at], str)))
