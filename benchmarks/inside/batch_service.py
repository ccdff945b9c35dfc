"""Serves the project's own scripted model, which answers after 0.2 s and lets so many requests a minute through.

Started by benchmarks/batch.py with the limit, or 0 for none. It prints its address; at the end of its input it prints
how many requests came, how many it refused, and the seconds from the first of them to the last answer.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from tests.fake_limits import Limit
from tests.fake_openai import Handler, Recorded, fake_openai

LATENCY = 0.2
BURST = 8


class Times(list[Recorded]):
    """Keeps when requests came and not what they said."""

    def __init__(self) -> None:
        super().__init__()
        self.count, self.first, self.last = 0, 0.0, 0.0

    def append(self, request: Recorded) -> None:
        self.first = self.first or time.monotonic()
        self.count += 1


def main() -> None:
    per_minute = int(sys.argv[1])
    times = Times()

    class Timed(Handler):
        def send(self, *arguments: Any, **named: Any) -> None:
            super().send(*arguments, **named)
            times.last = time.monotonic()

    with fake_openai() as server:
        server.RequestHandlerClass = Timed
        server.requests, server.latency = times, LATENCY
        server.limit = Limit(per_minute, BURST) if per_minute else None
        print(server.base_url, flush=True)
        sys.stdin.read()
        refused = server.limit.refused if server.limit else 0
        print(times.count, refused, times.last - times.first, flush=True)


if __name__ == "__main__":
    main()
