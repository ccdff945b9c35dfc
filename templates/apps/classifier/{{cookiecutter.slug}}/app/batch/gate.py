"""How many calls are on their way at a time: as many as the service bears."""

import asyncio

FIRST = 8.0
CALM = 1.0  # seconds after a step back in which no other follows: one burst is refused as a whole


class Gate:
    """Opens with every call that succeeds, and to half where the service is asked too much; from then on slowly."""

    def __init__(self, most: int) -> None:
        self._most, self._limit = most, min(FIRST, most)
        self._inside = 0
        self._stepped_back = 0.0
        self._changed = asyncio.Condition()

    async def enter(self) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: self._inside < int(self._limit))
            self._inside += 1

    async def leave(self) -> None:
        async with self._changed:
            self._inside -= 1
            self._changed.notify_all()

    def widen(self) -> None:
        step = 1 / self._limit if self._stepped_back else 1.0
        self._limit = min(self._most, self._limit + step)

    def narrow(self) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._stepped_back > CALM:
            self._limit, self._stepped_back = max(1.0, self._limit / 2), now
