"""The texts of a run that have no outcome yet, and where the outcomes go."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from app.batch.checkpoint import Checkpoint, Outcome
from app.batch.row import unfit
from app.batch.table import Table
from app.llm import LLMFault

AT_ONCE = 512  # texts that are looked up, or labelled by the local way, in one go


@dataclass
class Work:
    """One run over a file, whoever does it."""

    table: Table
    kept: Checkpoint
    finished: Callable[[int], None]  # is told of texts that are done
    stopped: LLMFault | None = None
    _under_way: set[str] = field(default_factory=set)

    async def waiting(self) -> AsyncGenerator[str, None]:
        """Yield each text that has no outcome once; whoever takes it keeps what comes of it."""
        texts = self.table.texts()
        while found := await asyncio.to_thread(self._unsettled, texts):
            for text in found:
                if self.stopped:
                    return
                if text not in self._under_way and not self.kept.settled(text):
                    self._under_way.add(text)
                    yield text

    async def by_many(self) -> AsyncGenerator[list[str], None]:
        """Yield the same, many at a time."""
        many: list[str] = []
        async for text in self.waiting():
            many.append(text)
            if len(many) == AT_ONCE:
                yield many
                many = []
        if many:
            yield many

    async def replied(self) -> AsyncGenerator[str, None]:
        """Yield each text whose reply is not judged yet."""
        query = "SELECT 1 FROM texts WHERE reply IS NOT NULL"
        texts = self.table.texts()
        while self.kept.one(query) and (some := await asyncio.to_thread(lambda: list(islice(texts, AT_ONCE)))):
            for text in dict.fromkeys(some):
                if not unfit(text) and self.kept.one(f"{query} AND key = ?", self.kept.key(text)):
                    yield text

    def release(self, texts: Sequence[str]) -> None:
        """Give texts back, to be asked for again unless they are kept elsewhere."""
        self._under_way.difference_update(texts)

    def keep(self, texts: Sequence[str], outcomes: Sequence[Outcome]) -> None:
        """Keep what came of texts, failures only until the next run."""
        self.kept.keep(zip(texts, outcomes, strict=True))
        self.release(texts)
        self.finished(len(texts))

    def stop(self, fault: LLMFault) -> None:
        """Begin no other text; what is under way ends."""
        self.stopped = self.stopped or fault

    def _unsettled(self, texts: Iterator[str]) -> list[str]:
        """Return the next texts without an outcome, or nothing at the end."""
        while some := list(islice(texts, AT_ONCE)):
            if found := [text for text in dict.fromkeys(some) if not unfit(text) and not self.kept.settled(text)]:
                return found
        return []
