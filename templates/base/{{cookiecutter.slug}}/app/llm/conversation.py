"""The vocabulary of the door: what goes in, and what comes out piece by piece."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from app.llm.costs import Usage
from app.llm.ladder import Rung, Shape

T = TypeVar("T")


@dataclass(frozen=True)
class Message:
    """One message of a conversation; the instructions come first, as the system's.

    `choices` is what a visitor chose beside their words, such as where to look: for the app, and never sent to a model.
    """

    role: Literal["system", "user", "assistant"]
    content: str
    choices: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Question:
    """What a model is asked: a conversation, the most tokens of the reply, and the shape it must have, if any."""

    messages: Sequence[Message]
    most_tokens: int
    shape: Shape | None = None

    @property
    def texts(self) -> list[str]:
        """Return what the messages say."""
        return [message.content for message in self.messages]

    @property
    def purpose(self) -> str:
        """Return what the reply is for, by the name of its shape."""
        return self.shape.name if self.shape else "reply"

    @property
    def size(self) -> int:
        """Return the bytes that are sent."""
        spoken = sum(len(message.content.encode()) for message in self.messages)
        return spoken + (self.shape.size if self.shape else 0)


@dataclass(frozen=True)
class Ending:
    """What a service says of a whole reply: its id there, the model that wrote it, and why it ended."""

    id: str
    model: str
    reason: str  # stop, or length where the limit of tokens was reached


@dataclass(frozen=True)
class Delta:
    """The next piece of the reply."""

    text: str


@dataclass(frozen=True)
class Done:
    """The end of a whole reply: what it took, whether that had to be estimated, and which model it came from."""

    usage: dict[str, int] | None = None
    cost_usd: float | None = None
    estimated: bool = False
    answerer: str = ""


@dataclass(frozen=True)
class Parsed(Generic[T]):
    """A reply that is a value: which rung of the ladder held it, and what all rungs took together."""

    value: T
    rung: Rung
    usage: dict[str, int]
    cost_usd: float | None
    estimated: bool
    answerer: str


# Text as it comes, "" as a sign of life; usage where it is reported; at last how it ended.
Pieces = AsyncGenerator[str | Usage | Ending, None]
