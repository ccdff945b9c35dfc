"""What the app's own `subject` module hands over to be checked."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reply:
    """A reply, who gave it, and what it cost; `declined` where the app itself knows that it gave no answer."""

    text: str
    answerer: str
    cost_usd: float | None = None
    estimated: bool = False
    declined: bool = False
