"""What the formats share: rows in pages, and how a value becomes a text."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

ADDED = ("label", "confidence", "way", "error", "guess")
ROWS, SIZE = 1_000, 4_000_000  # at most, in one page; the second in characters
LOOKED_AT = 50  # rows that tell the column of the texts, where no name does

Row = Sequence[Any]


class Missing:
    """Stands where a row has no such column at all."""


MISSING = Missing()


@dataclass(frozen=True)
class Page:
    """Some rows, each with a cell a column at least; as Arrow has them, too, where they came from there."""

    rows: Sequence[Row]
    batch: Any = None


class Source(Protocol):
    """A file that is read anew each time, so that it may be larger than the memory."""

    @property
    def path(self) -> Path: ...

    @property
    def columns(self) -> Sequence[str]: ...

    def pages(self) -> Iterator[Page]: ...


class Sink(Protocol):
    """A file that is being written."""

    def write(self, page: Page, added: Sequence[Sequence[str]]) -> None:
        """Write rows, each with what is added to it."""


class Writing(Protocol):
    """Opens a file to write the rows of a source; it is whole when the context ends."""

    def __call__(self, path: Path, source: Source) -> AbstractContextManager[Sink]: ...


def paged(rows: Iterable[Row]) -> Iterator[Page]:
    """Put rows into pages that are bounded in number and in size."""
    some: list[Row] = []
    size = 0
    for row in rows:
        some.append(row)
        size += sum(len(cell) for cell in row if isinstance(cell, str))
        if len(some) == ROWS or size > SIZE:
            yield Page(some)
            some, size = [], 0
    if some:
        yield Page(some)


def as_text(value: Any) -> str:
    """Return a value as CSV has it: nothing as nothing, a list or an object as JSON."""
    if value is None or value is MISSING:
        return ""
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, bool | int | float | list | dict):
        return json.dumps(value, ensure_ascii=False, default=as_text)
    return str(value)


def unused(names: Iterable[str], taken: Sequence[str] = ()) -> list[str]:
    """Return the names, each with a number behind it where it is there already."""
    found: list[str] = []
    for each in names:
        name, number = each, 2
        while name in taken or name in found:
            name, number = f"{each}_{number}", number + 1
        found.append(name)
    return found


def all_names(source: Source) -> list[str]:
    """Return a name of its own for each column, those that only some rows have behind the others."""
    widest = max((len(row) for page in source.pages() for row in page.rows), default=0)
    beyond = [f"column_{number}" for number in range(len(source.columns) + 1, widest + 1)]
    return unused([*source.columns, *beyond])
