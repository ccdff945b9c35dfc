"""A model's reply to a conversation, however long that is."""

from collections.abc import AsyncGenerator, Callable, Sequence

from app import llm
from app.conversation.events import Event, Note
from app.llm import Done, Message


async def modelled(
    messages: Sequence[Message], visitor: str, settled: Callable[[Done], None]
) -> AsyncGenerator[Event, None]:
    """Yield the reply as it comes, after a note of how many messages the model's context left out."""
    kept = llm.fitted(messages)
    if left_out := len(messages) - len(kept):
        yield Note("trimmed", {"messages": left_out})
    async for event in llm.stream(kept, visitor=visitor, settled=settled):
        yield event
