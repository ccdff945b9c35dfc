"""The one door to models: a conversation goes in, the reply comes out piece by piece."""

from app.llm.conversation import Delta, Done, Message, Parsed
from app.llm.door import about, answerer, embed, fitted, is_private, parse, stream
from app.llm.faults import LLMFault

__all__ = [
    "Delta",
    "Done",
    "LLMFault",
    "Message",
    "Parsed",
    "about",
    "answerer",
    "embed",
    "fitted",
    "is_private",
    "parse",
    "stream",
]
