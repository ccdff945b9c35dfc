"""The one door to models: a conversation goes in, the reply comes out piece by piece."""

from app.llm.conversation import Delta, Done, Message, Parsed
from app.llm.decisions import Choice, Chosen, Decided, Likely, Predicate
from app.llm.door import about, answerer, decide, embed, fitted, has_decisions, is_private, parse, sharing, stream
from app.llm.faults import LLMFault

__all__ = [
    "Choice",
    "Chosen",
    "Decided",
    "Delta",
    "Done",
    "LLMFault",
    "Likely",
    "Message",
    "Parsed",
    "Predicate",
    "about",
    "answerer",
    "decide",
    "embed",
    "fitted",
    "has_decisions",
    "is_private",
    "parse",
    "sharing",
    "stream",
]
