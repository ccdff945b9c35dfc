"""The owner's own questions, one JSON object a line of evals/passages.jsonl, each with the words that answer it."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.faults import OwnerFault
from app.llm import Message

FILE = "passages.jsonl"
SHAPE = '{"question": "...", "quote": "...", "file": "..."}'

Text = Annotated[str, Field(pattern=r"\S")]


class Wanted(BaseModel):
    """A question, and words of the passage that answers it; without such a quote the documents do not answer it.

    `file` is the quote's, where that matters; `before` are questions that were asked before it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: Text
    quote: Text | None = None
    file: Text | None = None
    before: tuple[Text, ...] = ()

    @property
    def messages(self) -> list[Message]:
        """Return the conversation of which the question is the end."""
        return [Message("user", each) for each in (*self.before, self.question)]

    def is_in(self, file: str, text: str) -> bool:
        """Does the quote stand in this text of a file?"""
        return self.quote is not None and self.file in {None, file} and plain(self.quote) in plain(text)


def plain(text: str) -> str:
    """Return the text without case and with single spaces: lines are broken anew when a quote is copied."""
    return " ".join(text.split()).casefold()


def read(path: Path) -> list[Wanted]:
    """Read the questions, or raise OwnerFault naming the line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError):
        raise OwnerFault(f"{path.name} cannot be read; write one question with its quote a line") from None
    return [parsed(path.name, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def parsed(name: str, number: int, line: str) -> Wanted:
    try:
        return Wanted.model_validate_json(line)
    except ValidationError:
        raise OwnerFault(
            f"{name}, line {number}: this is not {SHAPE}; without a quote, the documents do not answer the question"
        ) from None


def add(path: Path, rows: Sequence[Wanted]) -> int:
    """Append what is not there yet, whole or not at all, and return how many rows that is."""
    known = {plain(each.question) for each in read(path)} if path.exists() else set()
    new = {plain(each.question): each for each in rows if plain(each.question) not in known}
    if new:
        before = path.read_text(encoding="utf-8").rstrip("\n") + "\n" if known else ""
        write(path, before, new.values())
    return len(new)


def write(path: Path, before: str, rows: Iterable[Wanted]) -> None:
    """Write a file in one step: whoever reads it sees the old one or the new one."""
    path.parent.mkdir(exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(before + "".join(f"{line(each)}\n" for each in rows), encoding="utf-8")
    os.replace(beside, path)


def line(row: Wanted) -> str:
    return row.model_dump_json(exclude_defaults=True)
