"""How many calls are on their way, and when the next one may go: as the service's answers say."""

import asyncio
import math
from collections.abc import Mapping
from contextlib import suppress

from app.batch import limits
from app.llm.client import retry_after

FIRST = 8.0
CALM = 1.0  # seconds after a step back in which no other follows: one burst is refused as a whole
REST = 0.5  # seconds after a step back in which nothing is sent
LOOK = 1.0  # seconds after which whoever waits looks again
LONGEST = 60.0  # seconds that a service is left in peace at most
FULL = {429, 503}  # how a service says that it is asked too much


class Pace:
    """Opens with every answer, and to half where the service is asked too much; from then on slowly.

    Where the service says how much is left, no more is sent than that, and a refusal says nothing new.
    """

    def __init__(self, most: int) -> None:
        self.closed = False
        self.weight = 1.0  # tokens that one call takes, about
        self._limit = min(FIRST, most)
        self._most = most
        self._inside = 0
        self._stepped_back = 0.0
        self._until = 0.0
        self._buckets: dict[str, limits.Bucket] = {}
        self._queue, self._news = asyncio.Lock(), asyncio.Event()

    async def enter(self) -> None:
        """Wait for a place, and for the time; those who came first go first."""
        async with self._queue:
            while wait := self._wait():
                self._news.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(min(wait, LOOK)):
                        await self._news.wait()
            self._inside += 1
            for kind, bucket in self._buckets.items():
                bucket.take(self._weight(kind))

    def leave(self) -> None:
        self._inside -= 1
        self._news.set()

    def close(self) -> None:
        """Have nobody ask again."""
        self.closed = True

    def heard(self, status: int, headers: Mapping[str, str]) -> None:
        """Learn from what a response says."""
        now = asyncio.get_running_loop().time()
        told = limits.said(headers, now)
        for kind, bucket in told.items():
            weight = self._weight(kind)
            self._buckets.setdefault(kind, bucket).corrected(bucket, self._inside * weight, weight)
        if status in FULL:
            wait = retry_after(headers)
            self._until = max(self._until, now + min(wait or 0.0, LONGEST))
            if not told or wait is None:
                self._narrow(now)
        elif status < 400:
            self._widen()
        self._news.set()

    def _weight(self, kind: str) -> float:
        return self.weight if kind == "tokens" else 1.0

    def _wait(self) -> float:
        if self._inside >= int(self._limit):
            return math.inf
        now = asyncio.get_running_loop().time()
        waits = [bucket.wait(self._weight(kind), now) for kind, bucket in self._buckets.items()]
        return max(0.0, self._until - now, *waits)

    def _widen(self) -> None:
        step = 1 / self._limit if self._stepped_back else 1.0
        self._limit = min(self._most, self._limit + step)

    def _narrow(self, now: float) -> None:
        if now - self._stepped_back > CALM:
            self._limit, self._stepped_back = max(1.0, self._limit / 2), now
            self._until = max(self._until, now + REST)
