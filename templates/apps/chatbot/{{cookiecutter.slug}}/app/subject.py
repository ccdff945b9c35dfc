"""What `make eval` evaluates: the chatbot's reply to one message, down the same road as a visitor's."""

import asyncio

from app.answer import answer
from app.conversation.evaluated import evaluated
from app.evaluation.replies import Reply
from app.faq import open_faq
from app.llm import Message
from app.product import load
from app.settings import PROJECT


async def prepare() -> None:
    """Read and embed the FAQ, which the first reply would wait for."""
    await asyncio.to_thread(open_faq(PROJECT).get)


async def reply(text: str) -> Reply:
    """Answer one message; raise LLMFault where the model gives no reply. A model's own refusal is one."""
    events = answer([Message("user", text)], load(), visitor="eval")
    return await evaluated(events, lambda note: note.name == "nearest")
