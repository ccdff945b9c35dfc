"""Who comes first: while a person waits for an answer, nothing is made in the background."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST = 30.0  # seconds; a page that is always asked something must still get its vectors one day
LOOK = 0.05


class Attention:
    """Counts those who wait."""

    def __init__(self) -> None:
        self.has_background = False  # does this process make anything?
        self._waiting = 0

    @contextmanager
    def person(self) -> Iterator[None]:
        """Hold the background up while a person waits."""
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    async def free(self) -> None:
        """Return once nobody waits, or has for too long."""
        deadline = time.monotonic() + LONGEST
        # Whoever waits may do so in another event loop, to which an asyncio.Event would be bound.
        while self._waiting and time.monotonic() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(LOOK)


attention = Attention()
