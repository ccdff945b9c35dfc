"""A CSV file of texts: read row by row, and written again with what came of each."""

import codecs
import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.faults import OwnerFault

ADDED = ("label", "confidence", "way", "error", "guess")
NAMES = ("text", "message", "body", "content", "comment", "review", "question", "văn bản", "nội dung", "tin nhắn")
SAMPLE = 1 << 20  # bytes that tell the encoding
LOOKED_AT = 50  # rows that tell the column of the texts, where no name does
DELIMITERS = ",;\t"

Row = list[str]


@dataclass(frozen=True)
class Table:
    """Where the texts stand; rows are read anew each time, so that a file may be larger than the memory."""

    path: Path
    encoding: str
    delimiter: str
    columns: Row
    text_at: int

    def rows(self) -> Iterator[Row]:
        """Yield every row but the header, as long as that at least; bytes that are no text become half surrogates."""
        rows = read(self.path, self.encoding, self.delimiter)
        next(rows)
        for row in rows:
            yield row + [""] * (len(self.columns) - len(row))

    def texts(self) -> Iterator[str]:
        for row in self.rows():
            yield row[self.text_at].strip()

    def write(self, path: Path, added: Callable[[str], Sequence[str]]) -> None:
        """Write all rows in order, each with what is added for its text; the file is there whole or not at all."""
        part, width = path.with_name(f"{path.name}.part"), len(self.columns)
        encoding = "utf-8-sig" if self.encoding == "utf-8-sig" else "utf-8"
        try:
            with part.open("w", encoding=encoding, errors="surrogateescape", newline="") as file:
                writer = csv.writer(file, delimiter=self.delimiter, lineterminator="\n")
                writer.writerow([*self.columns, *map(self._unused, ADDED)])
                for row in self.rows():
                    writer.writerow([*row[:width], *added(row[self.text_at].strip()), *row[width:]])
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise OwnerFault(f"{path} cannot be written: {error.strerror}") from None

    def _unused(self, name: str) -> str:
        while name in self.columns:
            name += "_2"
        return name


def opened(path: Path, encoding: str | None = None, column: str | None = None) -> Table:
    """Find out how the file is written and where its texts stand; raise OwnerFault where it is no such file."""
    if path.suffix.lower() not in {".csv", ".tsv", ".txt"}:
        raise OwnerFault(f"{path} is no CSV file; export it as CSV first")
    try:
        with path.open("rb") as file:
            sample = file.read(SAMPLE)
    except OSError as error:
        raise OwnerFault(f"{path} cannot be read: {error.strerror}") from None
    encoding = encoding or guessed(sample)
    try:
        first = sample.decode(encoding, "replace").lstrip("\ufeff").strip().split("\n", 1)[0]
    except LookupError:
        raise OwnerFault(f"{encoding} is no encoding that Python knows; try utf-8 or cp1252") from None
    if not first:
        raise OwnerFault(f"{path} is empty")
    delimiter = max(DELIMITERS, key=first.count)
    header, *rows = islice(read(path, encoding, delimiter), LOOKED_AT + 1)
    return Table(path, encoding, delimiter, header, chosen(path, header, rows, column))


def guessed(sample: bytes) -> str:
    """Return the encoding: what its mark says, UTF-8 where most lines beyond ASCII are that, else Western Windows's."""
    if sample.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    telling = [line for line in sample.split(b"\n")[:-1] or [sample] if not line.isascii()]
    return "utf-8" if sum(map(is_utf8, telling)) * 2 >= len(telling) else "cp1252"


def is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def read(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(sys.maxsize)
    try:
        with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
            yield from filter(None, csv.reader(file, delimiter=delimiter))
    except UnicodeError:
        raise OwnerFault(f"{path} is not {encoding} text; --encoding names another") from None
    except csv.Error as error:
        raise OwnerFault(f"{path} is not CSV: {error}") from None
    except OSError as error:
        raise OwnerFault(f"{path} cannot be read: {error.strerror}") from None


def chosen(path: Path, columns: Row, rows: Sequence[Row], wanted: str | None) -> int:
    """Return the column of the texts: the one that is wanted, one that is called so, or the one with the most in it."""
    if wanted is not None:
        if wanted not in columns:
            raise OwnerFault(f"{path} has no column “{wanted}”; it has: {', '.join(columns)}")
        return columns.index(wanted)
    known = [name.strip().casefold() for name in columns]
    called = next((known.index(name) for name in NAMES if name in known), None)
    if called is not None:
        return called
    return max(range(len(columns)), key=lambda at: sum(len(row[at]) for row in rows if at < len(row)))
