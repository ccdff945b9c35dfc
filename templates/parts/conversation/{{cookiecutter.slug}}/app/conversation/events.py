"""What an answer is made of, and how its events are written for those who watch."""

import json
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from app.llm import Delta, Done

Status = Literal["live", "complete", "stopped", "interrupted", "failed"]


@dataclass(frozen=True)
class Start:
    """The first event of an answer: who gives it."""

    answerer: str


@dataclass(frozen=True)
class Note:
    """Something an answer says beside its text, such as its sources; a later note of that name replaces it."""

    name: str
    fields: dict[str, Any] = field(default_factory=dict)


Event = Start | Delta | Note | Done


class Answering(Protocol):
    """An answer that can begin; `settled` is told what it took, of one that is stopped or breaks off as well."""

    def __call__(self, *, settled: Callable[[Done], None]) -> AsyncGenerator[Event, None]: ...


@dataclass(frozen=True)
class Outcome:
    """How a reply ended."""

    status: Status
    answerer: str = ""
    usage: dict[str, int] | None = None
    cost_usd: float | None = None
    estimated: bool = False
    fault: dict[str, str] | None = None


def encode(name: str, fields: dict[str, Any], number: int) -> bytes:
    """Write one event; `number` is how many characters of the reply a viewer has once it is read."""
    return written(name, as_json(fields), number)


def delta(piece: str, number: int) -> bytes:
    """Write the event that brings a piece of the text; by hand, since thousands are written a second."""
    return written("delta", f'{{"text": {as_json(piece)}}}', number)


def written(name: str, data: str, number: int) -> bytes:
    return f"event: {name}\ndata: {data}\nid: {number}\n\n".encode()  # JSON breaks no line


as_json = json.JSONEncoder(ensure_ascii=False).encode
