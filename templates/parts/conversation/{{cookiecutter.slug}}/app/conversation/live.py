"""A reply while it is being written, and those who watch it."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing
from dataclasses import asdict
from typing import Any

from app.conversation.events import Answering, Event, Note, Outcome, Start, delta, encode
from app.llm import Delta, Done
from app.observing import observed

WINDOW = 0.04  # seconds; finer steps than a film's cost packets and nobody sees them


class Live:
    """Collects a reply's events; each is encoded once, whoever watches.

    An event's number is the length of the text so far, so that a viewer who names it can go on from there in
    any process: in this one from memory, in another from the store.
    """

    def __init__(self, identity: str, answering: Answering) -> None:
        """Begin to read the answer."""
        self.id = identity
        self.text = ""
        self.answerer = ""
        self.notes: dict[str, dict[str, Any]] = {}
        self.done = Done()
        self.outcome: Outcome | None = None
        self.is_stopped = False
        self.kept = 0  # characters that the store has
        self._begun = time.monotonic()
        self._reading = asyncio.create_task(self._read(answering(settled=self._settle)))
        self._waiting: list[str] = []  # pieces that came since the last event
        self._timer: asyncio.TimerHandle | None = None
        self._sent: list[bytes] = []
        self._changed = asyncio.Event()

    async def _read(self, events: AsyncGenerator[Event, None]) -> None:
        with observed("reply") as step:
            async with aclosing(events):
                async for event in events:
                    self._take(event)
                    step.facts["answerer"] = self.answerer

    async def written(self) -> "asyncio.Task[None]":
        """Wait until nothing more comes, and return how that ended."""
        await asyncio.wait({self._reading})
        self._flush()
        return self._reading

    def stop(self) -> None:
        """End it as its visitor wishes."""
        self.is_stopped = True
        self._reading.cancel()

    def interrupt(self) -> None:
        """End it, with the server."""
        self._reading.cancel()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._begun

    def _take(self, event: Event) -> None:
        match event:
            case Delta(text):
                self._waiting.append(text)
                if not self._timer:
                    self._flush()
            case Start(answerer):
                self.answerer = answerer
                self.publish(encode("start", {"answerer": answerer}, 0))
            case Note(name, fields):
                self._flush()
                self.notes[name] = fields
                self.publish(encode("note", {"name": name, **fields}, len(self.text)))
            case Done():
                self._settle(event)

    def _settle(self, done: Done) -> None:
        self.done = done

    def _flush(self) -> None:
        """Send what has come, and look again a moment later; the first piece goes out at once."""
        self._timer = None
        if self._waiting:
            piece = storable("".join(self._waiting))
            self._waiting.clear()
            self.text += piece
            self.publish(delta(piece, len(self.text)))
            self._timer = asyncio.get_running_loop().call_later(WINDOW, self._flush)

    def end(self, outcome: Outcome) -> None:
        """Tell everyone how it ended; the store says the same by now."""
        self.outcome = outcome
        self.publish(encode("done", asdict(outcome), len(self.text) + 1))

    def publish(self, chunk: bytes) -> None:
        self._sent.append(chunk)
        self._changed.set()
        self._changed = asyncio.Event()

    async def change(self) -> None:
        """Wait for the next event."""
        await self._changed.wait()

    async def view(self, after: int) -> AsyncIterator[bytes]:
        """Yield what a viewer lacks who has `after` characters, and then all that comes."""
        while len(self.text) < after and not self.outcome:
            await self.change()
        missed = b"".join(catch_up(self.text, self.answerer, self.notes, self.outcome, after))
        seen = len(self._sent)
        if missed:
            yield missed
        while not self.outcome or seen < len(self._sent):
            if seen == len(self._sent):
                await self.change()
            chunk, seen = b"".join(self._sent[seen:]), len(self._sent)
            yield chunk


def catch_up(
    text: str, answerer: str, notes: dict[str, dict[str, Any]], outcome: Outcome | None, after: int
) -> Iterator[bytes]:
    """Yield the events that bring a viewer from `after` characters up to this state."""
    if after == 0 and answerer:
        yield encode("start", {"answerer": answerer}, 0)
    if text[after:]:
        yield delta(text[after:], len(text))
    for name, fields in notes.items():
        yield encode("note", {"name": name, **fields}, max(after, len(text)))
    if outcome:
        yield encode("done", asdict(outcome), len(text) + 1)


def storable(text: str) -> str:
    """Replace what a database or UTF-8 cannot hold, character for character."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
