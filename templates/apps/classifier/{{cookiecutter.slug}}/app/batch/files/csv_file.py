"""CSV: any of the usual delimiters, any encoding, cells of any size."""

import csv
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.batch.files import encoding as encodings
from app.batch.files.page import ADDED, Page, Sink, Source, as_text, paged, unused
from app.faults import OwnerFault

DELIMITERS = ",;\t"


@dataclass(frozen=True)
class CsvFile:
    """A CSV file with a header; bytes that are no text become half surrogates, and bytes again when written."""

    path: Path
    encoding: str
    delimiter: str
    columns: Sequence[str]

    def pages(self) -> Iterator[Page]:
        """Yield every row but the header, as long as that at least."""
        rows = read(self.path, self.encoding, self.delimiter)
        next(rows)
        return paged(row + [""] * (len(self.columns) - len(row)) for row in rows)


def opened(path: Path, encoding: str | None) -> CsvFile:
    """Find out how the file is written; raise OwnerFault where it has no header."""
    sample = encodings.sample(path)
    encoding = encodings.known(encoding or encodings.guessed(sample))
    first = sample.decode(encoding, "replace").lstrip("\ufeff").strip().split("\n", 1)[0]
    if not first:
        raise OwnerFault(f"{path} is empty")
    delimiter = max(DELIMITERS, key=first.count)
    return CsvFile(path, encoding, delimiter, next(read(path, encoding, delimiter)))


def read(path: Path, encoding: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(sys.maxsize)
    with encodings.told(path, encoding):
        try:
            with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
                yield from filter(None, csv.reader(file, delimiter=delimiter))
        except csv.Error as error:
            raise OwnerFault(f"{path} is not CSV: {error}") from None


class CsvSink:
    """Writes what is added before the cells that have no column."""

    def __init__(self, rows: Any, source: Source) -> None:
        self._rows, self._width = rows, len(source.columns)
        rows.writerow([*source.columns, *unused(ADDED, source.columns)])

    def write(self, page: Page, added: Sequence[Sequence[str]]) -> None:
        for row, new in zip(page.rows, added, strict=True):
            cells = [as_text(cell) for cell in row]
            self._rows.writerow([*cells[: self._width], *new, *cells[self._width :]])


@contextmanager
def writing(path: Path, source: Source) -> Iterator[Sink]:
    """Write as the source is written, where that is CSV, too."""
    delimiter, encoding = "\t" if ".tsv" in path.suffixes else ",", "utf-8"
    if isinstance(source, CsvFile):
        delimiter, encoding = source.delimiter, "utf-8-sig" if source.encoding == "utf-8-sig" else "utf-8"
    with path.open("w", encoding=encoding, errors="surrogateescape", newline="") as file:
        yield CsvSink(csv.writer(file, delimiter=delimiter, lineterminator="\n"), source)
