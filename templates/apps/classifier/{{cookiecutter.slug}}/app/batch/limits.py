"""What a service says in its headers of how much it may be asked."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

KINDS = ("requests", "tokens")
UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "": 1.0}
MINUTE = 60.0  # in which a limit comes back whole, where nothing else is said
PART = re.compile(r"(\d+(?:\.\d+)?)(ms|h|m|s|)")


@dataclass
class Bucket:
    """How much is left of one kind, kept up in between by what comes back in a second and by what was sent."""

    limit: float
    left: float
    rate: float  # that comes back in a second
    at: float  # the loop's time of `left`

    def wait(self, weight: float, now: float) -> float:
        """Return the seconds until there is room for one more of this weight."""
        self._fill(now)
        lack = min(weight, self.limit) - self.left
        return lack / self.rate if lack > 0 else 0.0

    def take(self, weight: float) -> None:
        self.left -= weight

    def corrected(self, said: "Bucket", under_way: float, weight: float) -> None:
        """Take what the service says now: calls that are under way it may have counted, or not yet."""
        self._fill(said.at)
        self.limit, self.rate = said.limit, said.rate
        self.left = min(max(self.left, said.left - under_way), said.left + weight)

    def _fill(self, now: float) -> None:
        self.left, self.at = min(self.limit, self.left + self.rate * (now - self.at)), now


def said(headers: Mapping[str, str], now: float) -> dict[str, Bucket]:
    """Return what is left of each kind that the headers speak of."""
    found = {kind: bucket(headers, kind, now) for kind in KINDS}
    return {kind: each for kind, each in found.items() if each}


def bucket(headers: Mapping[str, str], kind: str, now: float) -> Bucket | None:
    try:
        left = float(headers[f"x-ratelimit-remaining-{kind}"])
        limit = max(float(headers.get(f"x-ratelimit-limit-{kind}", left)), left, 1.0)
    except (KeyError, ValueError):
        return None
    reset = seconds(headers.get(f"x-ratelimit-reset-{kind}", ""))
    rate = (limit - left) / reset if reset and limit > left else limit / MINUTE
    return Bucket(limit, left, rate, now) if math.isfinite(left + limit) else None


def seconds(text: str) -> float:
    """Read a time as services write it, such as 6m0s, 17ms or 1.5; nothing where it is written otherwise."""
    if not re.fullmatch(f"(?:{PART.pattern})+", text):
        return 0.0
    return sum(float(number) * UNITS[unit] for number, unit in PART.findall(text))
