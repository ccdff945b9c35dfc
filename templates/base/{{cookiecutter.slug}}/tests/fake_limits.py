"""The rate limit of the fake: a bucket that fills all the time, and the headers that tell of it."""

import threading
import time


class Limit:
    """Lets so many requests a minute through, `burst` of them at once, and says so unless it is silent."""

    def __init__(self, per_minute: float, burst: int, silent: bool = False) -> None:
        self.refused = 0
        self._silent = silent
        self._rate, self._burst = per_minute / 60, burst
        self._left, self._at = float(burst), time.monotonic()
        self._lock = threading.Lock()

    def take(self) -> tuple[bool, dict[str, str]]:
        """Tell whether a request may pass, and the headers of its response."""
        with self._lock:
            now = time.monotonic()
            self._left, self._at = min(self._burst, self._left + self._rate * (now - self._at)), now
            passes = self._left >= 1
            self._left -= passes
            self.refused += not passes
            wait = {} if passes else {"retry-after-ms": str(int((1 - self._left) / self._rate * 1000) + 1)}
            return passes, {} if self._silent else {
                "x-ratelimit-limit-requests": str(self._burst),
                "x-ratelimit-remaining-requests": str(int(self._left)),
                "x-ratelimit-reset-requests": f"{(self._burst - self._left) / self._rate:.3f}s",
                **wait,
            }
