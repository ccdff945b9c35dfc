"""How much of a conversation a model can read, and which messages to send where that is too little."""

from collections.abc import Sequence
from itertools import accumulate, dropwhile

from app.llm.conversation import Message
from app.llm.costs import FRAME, listed
from app.llm.endpoints import Endpoint

DEMO = 8192  # tokens; all that its parallel replies share
CHARACTERS = 2.5  # a token, to begin with: English has about four, Vietnamese three
LEAST = 2_000  # characters from which on a reported count says how long tokens are

_learned: dict[str, float] = {}  # the model's name -> characters a token


def learn(endpoint: Endpoint, messages: Sequence[Message], tokens: int) -> None:
    """Correct the guess by what the endpoint counted."""
    if tokens and characters(messages) >= LEAST:
        _learned[endpoint.model] = characters(messages) / tokens


def fitted(messages: Sequence[Message], endpoint: Endpoint, most_tokens: int) -> list[Message]:
    """Return the system's messages and the newest of the others that fit beside a reply; the last one always stays."""
    tokens = window(endpoint)
    if tokens is None:
        return list(messages)
    system = [message for message in messages if message.role == "system"]
    said = [message for message in messages if message.role != "system"]
    room = (tokens - most_tokens - FRAME) * _learned.get(endpoint.model, CHARACTERS) - characters(system)
    sizes = accumulate(len(message.content) for message in reversed(said))
    newest = said[-max(1, sum(size <= room for size in sizes)) :]
    return system + list(dropwhile(lambda message: message.role == "assistant", newest))


def characters(messages: Sequence[Message]) -> int:
    return sum(len(message.content) for message in messages)


def window(endpoint: Endpoint) -> int | None:
    """Return how many tokens the model reads and writes together, or None where nobody lists it."""
    if endpoint.provider == "demo":
        return DEMO
    found = listed(endpoint)
    return found.model.context_window if found else None
