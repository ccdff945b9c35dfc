"""What `make eval` evaluates: answers to questions, down the same road as a visitor's."""

import asyncio

from app.answer import answer
from app.conversation.evaluated import evaluated
from app.documents import folder, ingest, meaning
from app.evaluation.measures import Measured
from app.evaluation.replies import Reply
from app.evaluation.runs import Pace
from app.llm import Message
from app.measuring import evaluation
from app.product import load


async def prepare() -> None:
    """Bring, read and embed the documents, which the first answer would lack."""
    await asyncio.to_thread(folder.follow)
    await asyncio.to_thread(list, ingest.read_all())
    async for _ in meaning.embed_all():
        pass


async def reply(text: str) -> Reply:
    """Answer one question; raise LLMFault where the model gives no reply. A model's own refusal is one."""
    events = answer([Message("user", text)], load(), visitor="eval")
    return await evaluated(events, lambda note: note.name == "citations" and not note.fields.get("answered", True))


async def measured(pace: Pace) -> Measured:
    """Ask the owner's own questions, and about documents that give orders."""
    return await evaluation.measured(pace)
