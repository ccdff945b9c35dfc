"""Tells those who watch the app what it does, step by step; nobody watches unless a feature brings an observer."""

import asyncio
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal, Protocol

from app import observers
from app.discovery import exported

if TYPE_CHECKING:
    from app.llm.conversation import Message

Fact = str | int | float | bool
Kind = Literal["request", "reply", "model", "search", "file", "run"]


@dataclass(frozen=True)
class Event:
    """Something that happened during a step; `time` is nanoseconds since 1970."""

    name: str
    facts: Mapping[str, Fact]
    time: int = field(default_factory=time.time_ns)


@dataclass
class Step:
    """What takes time, and what is known of it, more as it goes on.

    `facts` and events hold nothing that a person wrote. What a model was asked, and what it said, stands apart in
    `asked` and `said`, as it was sent: it may leave the app only where its owner wants that.
    """

    kind: Kind
    facts: dict[str, Fact]
    events: list[Event] = field(default_factory=list)
    fault: str = ""  # its code, or the name of the error
    asked: "tuple[Message, ...]" = ()
    said: list[str] = field(default_factory=list)
    headers: Mapping[str, str] = field(default_factory=dict)  # of a request

    def happened(self, name: str, **facts: Fact) -> None:
        self.events.append(Event(name, facts))


class Observer(Protocol):
    """Watches what the app does; it must neither fail nor take long."""

    def watch(self, step: Step) -> AbstractContextManager[None]:
        """Watch a step from its beginning, when few facts are known, to its end."""

    def close(self) -> None:
        """End with the server."""


@cache
def watching() -> tuple[Observer, ...]:
    """Find those who watch this process; settings that one of them cannot use are raised as OwnerFault."""
    return tuple(found for observer in exported(observers, "observer") if (found := observer()))


@contextmanager
def observed(kind: Kind, **facts: Fact) -> Iterator[Step]:
    """Have a step watched; what is raised on the way is its fault, what ends it from outside only stops it."""
    step = Step(kind, facts)
    with ExitStack() as stack:
        for observer in watching():
            stack.enter_context(observer.watch(step))
        try:
            yield step
        except (asyncio.CancelledError, GeneratorExit):
            step.facts["stopped"] = True
            raise
        except Exception as error:
            step.fault = str(getattr(error, "code", "")) or type(error).__name__
            raise


def close() -> None:
    """End the watching, with the server."""
    for observer in watching():
        observer.close()
