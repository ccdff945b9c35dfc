"""The draft of questions, evals/passages.draft.jsonl, and how what a person keeps of it joins the questions proper."""

import re
from collections.abc import Sequence
from pathlib import Path

from app.faults import OwnerFault
from app.measuring import wanted
from app.measuring.wanted import Wanted

FILE = "passages.draft.jsonl"


def read(folder: Path) -> list[Wanted]:
    """Return what waits for a person; nothing where there is no draft."""
    path = folder / FILE
    return wanted.read(path) if path.exists() else []


def write(folder: Path, rows: Sequence[Wanted]) -> None:
    """Enter what waits; without any, there is no draft any more."""
    if rows:
        wanted.write(folder / FILE, "", rows)
    else:
        (folder / FILE).unlink(missing_ok=True)


def keep(folder: Path, rows: Sequence[Wanted]) -> int:
    """Add rows to the questions proper, and return how many were not there yet."""
    return wanted.add(folder / wanted.FILE, rows)


def chosen(said: str, rows: Sequence[Wanted]) -> list[Wanted]:
    """Return the rows that a person names, as `all`, `none` or `1,3,5-7`; raise OwnerFault for what names none."""
    if said in {"all", "none"}:
        return list(rows) if said == "all" else []
    numbers: list[int] = []
    for part in said.replace(" ", "").split(","):
        found = re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", part)
        if not found:
            raise OwnerFault(f"--keep takes all, none, or numbers such as 1,3,5-7; {part or 'nothing'} is no number")
        numbers += range(int(found[1]), int(found[2] or found[1]) + 1)
    beyond = [number for number in numbers if not 0 < number <= len(rows)]
    if beyond:
        raise OwnerFault(f"The draft has the numbers 1 to {len(rows)}; {beyond[0]} is not among them")
    return [rows[number - 1] for number in dict.fromkeys(numbers)]
