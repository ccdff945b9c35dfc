"""What an answer takes besides the reply itself: a model may be asked what to look for, and in which order to read."""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from app.llm import Done, Parsed


@dataclass
class Bill:
    """Collects calls of the door."""

    usage: Counter[str] = field(default_factory=Counter)
    cost_usd: float = 0.0
    estimated: bool = False

    def add(self, parsed: Parsed[Any]) -> None:
        self.usage.update(parsed.usage)
        self.cost_usd += parsed.cost_usd or 0.0
        self.estimated |= parsed.estimated

    def with_reply(self, done: Done) -> Done:
        """Return what the reply took, with all this on top."""
        if not self.usage:
            return done
        return replace(
            done,
            usage=dict(self.usage + Counter(done.usage or {})),
            cost_usd=(done.cost_usd or 0.0) + self.cost_usd,
            estimated=done.estimated or self.estimated,
        )
