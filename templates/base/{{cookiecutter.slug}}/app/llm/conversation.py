"""The vocabulary of the door: what goes in, and what comes out piece by piece."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal

from app.llm.costs import Usage


@dataclass(frozen=True)
class Message:
    """One message of a conversation; the instructions come first, as the system's."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Delta:
    """The next piece of the reply."""

    text: str


@dataclass(frozen=True)
class Done:
    """The end of a whole reply: what it took, and whether that had to be estimated."""

    usage: dict[str, int] | None = None
    cost_usd: float | None = None
    estimated: bool = False


Pieces = AsyncIterator[str | Usage]  # text as it comes; the usage where the endpoint reports it
