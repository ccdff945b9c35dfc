"""What `make eval` evaluates: the answer to one question, down the same road as a visitor's."""

import asyncio

from app.answer import answer
from app.conversation.events import Note, Start
from app.documents import folder, ingest, meaning, sources
from app.documents.settings import DocumentSettings
from app.evaluation.replies import Reply
from app.llm import Delta, Done, LLMFault, Message
from app.product import load


async def prepare() -> None:
    """Bring, read and embed the documents, which the first answer would lack."""
    await asyncio.to_thread(folder.follow)
    settings = DocumentSettings()
    while await asyncio.to_thread(ingest.read_next, settings):
        pass
    if source := sources.source():
        while await meaning.embed_next(source):
            pass
        source.close()


async def reply(text: str) -> Reply:
    """Answer one question; raise LLMFault where the model gives no reply. A model's own refusal is one."""
    said, answerer, declined, done = "", "", False, Done()
    try:
        async for event in answer([Message("user", text)], load(), visitor="eval"):
            match event:
                case Start(answerer):
                    pass
                case Delta(piece):
                    said += piece
                case Note("citations", fields):
                    declined = not fields.get("answered", True)
                case Done():
                    done = event
    except LLMFault as fault:
        if fault.code != "refusal":
            raise
        said, declined = fault.message, True
    return Reply(said, done.answerer or answerer, done.cost_usd, done.estimated, declined)
