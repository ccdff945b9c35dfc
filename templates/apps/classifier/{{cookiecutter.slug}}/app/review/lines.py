"""Writes what a person decided into data/examples.csv, whose other lines stay as they are to the byte."""

import csv
import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.evaluation.comparing import comparable
from app.faults import OwnerFault

HEAD = "text,label\n"

Record = tuple[list[str], list[str]]  # its lines as they stand in the file, and its cells


def put(path: Path, text: str, labels: Sequence[str] | None) -> list[str] | None:
    """Have the file say these labels of a text, or nothing of it; return what it said before."""
    try:
        whole = path.read_bytes().decode() if path.exists() else HEAD  # line ends stay what they are
        before, after = changed(whole, text, labels)
        if after != whole:
            written = path.with_name(f"{path.name}.part")
            path.parent.mkdir(parents=True, exist_ok=True)
            written.write_text(after, encoding="utf-8", newline="")
            os.replace(written, path)
    except OSError as error:
        raise OwnerFault(f"data/{path.name} cannot be written: {error.strerror}") from None
    except UnicodeDecodeError:
        raise OwnerFault(f"data/{path.name} is not UTF-8 text") from None
    return before


def changed(whole: str, text: str, labels: Sequence[str] | None) -> tuple[list[str] | None, str]:
    """Return what the content of the file said of a text, and the content that says these labels."""
    (head, names), *rows = records(whole)
    if not {"text", "label"} <= {*names}:
        raise OwnerFault("data/examples.csv needs a first line that names the columns text and label")
    text_at, label_at, same = names.index("text"), names.index("label"), comparable(text)
    kept, before = [*head], []
    for lines, cells in rows:
        if len(cells) > max(text_at, label_at) and comparable(cells[text_at]) == same:
            before.append(cells[label_at].strip())
        else:
            kept += lines
    ended = "".join(kept) if not kept or kept[-1].endswith(("\n", "\r")) else "".join(kept) + "\n"
    added = [line(names, text, label) for label in labels or [""]] if labels is not None else []
    return before if before else None, ended + "".join(added)


def records(whole: str) -> Iterator[Record]:
    """Yield each record with the lines that it takes, of which quotes may hold several together."""
    lines = [*io.StringIO(whole.removeprefix("\ufeff"), newline="")]
    reader, start = csv.reader(lines), 0
    for cells in reader:
        yield lines[start : reader.line_num], cells
        start = reader.line_num


def line(names: Sequence[str], text: str, label: str) -> str:
    file = io.StringIO()
    cells = {"text": text, "label": label}
    csv.writer(file, lineterminator="\n").writerow([cells.get(name, "") for name in names])
    return file.getvalue()
