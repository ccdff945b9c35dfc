"""A reply as `make eval` evaluates it: what a visitor would have seen of it, whole."""

from collections.abc import AsyncIterable, Callable

from app.conversation.events import Event, Note, Start
from app.evaluation.replies import Reply
from app.llm import Delta, Done, LLMFault


async def evaluated(events: AsyncIterable[Event], declines: Callable[[Note], bool]) -> Reply:
    """Collect a reply; `declines` tells from a note that it gives no answer.

    Raises LLMFault where the model gives no reply; its own refusal is one.
    """
    said, answerer, declined, done = "", "", False, Done()
    try:
        async for event in events:
            match event:
                case Start(answerer):
                    pass
                case Delta(piece):
                    said += piece
                case Note():
                    declined = declined or declines(event)
                case Done():
                    done = event
    except LLMFault as fault:
        if fault.code != "refusal":
            raise
        said, declined = fault.message, True
    return Reply(said, done.answerer or answerer, done.cost_usd, done.estimated, declined)
