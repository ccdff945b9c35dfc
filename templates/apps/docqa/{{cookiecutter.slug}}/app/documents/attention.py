"""Who comes first: while a person waits for an answer, nothing is made in the background."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST = 30.0  # seconds; a page that is always asked something must still get its vectors one day


class Attention:
    """Counts those who wait."""

    def __init__(self) -> None:
        self._waiting = 0
        self._free = asyncio.Event()
        self._free.set()

    @contextmanager
    def person(self) -> Iterator[None]:
        """Hold the background up while a person waits."""
        self._waiting += 1
        self._free.clear()
        try:
            yield
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._free.set()

    async def free(self) -> None:
        """Return once nobody waits, or has for too long."""
        try:
            await asyncio.wait_for(self._free.wait(), LONGEST)
        except TimeoutError:
            return


attention = Attention()
