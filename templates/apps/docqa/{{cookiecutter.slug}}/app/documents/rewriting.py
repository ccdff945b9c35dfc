"""Makes a question of a follow-up that can be understood, and looked for, without what was said before."""

import json
import logging
from collections.abc import Sequence

from pydantic import BaseModel, Field

from app import llm
from app.documents.bill import Bill
from app.llm import LLMFault, Message
from app.prompt import rules

RECENT = 6  # messages before it that are read
LONGEST = 1_500  # characters of each

log = logging.getLogger("app")


class Standalone(BaseModel):
    """A question that needs nothing before it."""

    question: str = Field(description="the last message as one question that can be understood alone")


async def standalone(messages: Sequence[Message], bill: Bill, visitor: str) -> str:
    """Return the last message so that it can be looked for; as it was said where the model gives nothing better."""
    *earlier, last = messages
    if not earlier:
        return last.content
    said = [{"by": each.role, "text": each.content[:LONGEST]} for each in (*earlier[-RECENT:], last)]
    asked = [Message("system", rules("rewrite")), Message("user", json.dumps(said, ensure_ascii=False))]
    try:
        parsed = await llm.parse(asked, Standalone, visitor=visitor)
    except LLMFault as fault:
        log.warning("a follow-up is looked for as it was said: %s", fault.message)
        return last.content
    bill.add(parsed)
    return parsed.value.question.strip() or last.content
