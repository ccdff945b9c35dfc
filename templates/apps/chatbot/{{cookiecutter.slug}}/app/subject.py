"""What `make eval` evaluates: the chatbot's reply to one message, down the same road as a visitor's."""

import asyncio

from app.answer import answer
from app.conversation.events import Note, Start
from app.evaluation.replies import Reply
from app.faq import open_faq
from app.llm import Delta, Done, LLMFault, Message
from app.product import load
from app.settings import PROJECT


async def prepare() -> None:
    """Read and embed the FAQ, which the first reply would wait for."""
    await asyncio.to_thread(open_faq(PROJECT).get)


async def reply(text: str) -> Reply:
    """Answer one message; raise LLMFault where the model gives no reply. A model's own refusal is one."""
    said, answerer, declined, done = "", "", False, Done()
    try:
        async for event in answer([Message("user", text)], load(), visitor="eval"):
            match event:
                case Start(answerer):
                    pass
                case Delta(piece):
                    said += piece
                case Note("nearest"):
                    declined = True
                case Done():
                    done = event
    except LLMFault as fault:
        if fault.code != "refusal":
            raise
        said, declined = fault.message, True
    return Reply(said, done.answerer or answerer, done.cost_usd, done.estimated, declined)
