"""Parquet, by pyarrow, which stands in a group of its own: columns keep their types, nested ones too."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.batch.files.page import ADDED, MISSING, ROWS, Page, Sink, Source, all_names, as_text, unused
from app.faults import OwnerFault

GROUP = 65_536  # rows that are written as one group

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError:
    raise OwnerFault("Parquet files need the package pyarrow, which is not installed: sh setup.sh parquet") from None


@dataclass(frozen=True)
class ParquetFile:
    """A Parquet file, read a thousand rows at a time."""

    path: Path
    schema: Any

    @property
    def columns(self) -> Sequence[str]:
        return list(self.schema.names)

    def pages(self) -> Iterator[Page]:
        with told(self.path), pq.ParquetFile(self.path) as file:
            for batch in file.iter_batches(batch_size=ROWS):
                cells = [column.to_pylist() if is_plain(column.type) else texts(column) for column in batch.columns]
                yield Page(list(zip(*cells, strict=True)), batch)


def opened(path: Path, encoding: str | None) -> ParquetFile:
    """Read the schema; raise OwnerFault where it is no Parquet file."""
    with told(path):
        schema = pq.read_schema(path)
    if not schema.names:
        raise OwnerFault(f"{path} is empty")
    return ParquetFile(path, schema)


@contextmanager
def told(path: Path) -> Iterator[None]:
    try:
        yield
    except pa.ArrowException as error:
        raise OwnerFault(f"{path} is not Parquet: {str(error).splitlines()[0]}") from None
    except OSError as error:
        raise OwnerFault(f"{path} cannot be read: {error.strerror or error}") from None


def is_plain(kind: Any) -> bool:
    """Tell whether Python has values for all that such a column holds: it has no nanoseconds."""
    return not any(word in str(kind) for word in ("[ns", "time64"))


def texts(column: Any) -> list[str | None]:
    try:
        found: list[str | None] = column.cast(pa.string()).to_pylist()
    except pa.ArrowException:
        return [str(value) for value in column]
    return found


class ParquetSink:
    """Writes rows in groups; those that came from Parquet as they were, others as texts."""

    def __init__(self, file: Any, names: Sequence[str]) -> None:
        self._file, self._names = file, names
        self._waiting: list[Any] = []

    def write(self, page: Page, added: Sequence[Sequence[str]]) -> None:
        old = page.batch.columns if page.batch is not None else columns(page, len(self._names))
        new = [pa.array(cells, pa.string()) for cells in zip(*added, strict=True)]
        self._waiting.append(pa.record_batch([*old, *new], schema=self._file.schema))
        if sum(map(len, self._waiting)) >= GROUP:
            self.flush()

    def flush(self) -> None:
        if self._waiting:
            self._file.write_table(pa.Table.from_batches(self._waiting))
        self._waiting = []


def columns(page: Page, width: int) -> list[Any]:
    """Return the cells as columns of texts, nothing where a row has none."""
    rows = [[*row, *[MISSING] * (width - len(row))] for row in page.rows]
    return [pa.array([clean(cell) for cell in cells], pa.string()) for cells in zip(*rows, strict=True)]


def clean(cell: Any) -> str | None:
    """Return a cell as Unicode, which half surrogates are not."""
    return None if cell is None or cell is MISSING else as_text(cell).encode("utf-8", "replace").decode()


@contextmanager
def writing(path: Path, source: Source) -> Iterator[Sink]:
    if isinstance(source, ParquetFile):
        names, schema = source.columns, source.schema
    else:
        names = all_names(source)
        schema = pa.schema([(name, pa.string()) for name in names])
    for name in unused(ADDED, names):
        schema = schema.append(pa.field(name, pa.string()))
    with pq.ParquetWriter(path, schema) as file:
        sink = ParquetSink(file, names)
        yield sink
        sink.flush()
