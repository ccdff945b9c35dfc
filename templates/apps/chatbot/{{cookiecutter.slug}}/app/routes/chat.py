"""The conversation: a list of messages in, a stream of events out."""

import logging
from collections.abc import AsyncIterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from app.answer import answer
from app.conversation.events import Note, Start
from app.llm import Delta, Done, LLMFault, Message
from app.problems import described
from app.product import Product
from app.sse import Named, encoded

router = APIRouter()
log = logging.getLogger("app")


class Turn(BaseModel):
    """One message of the conversation."""

    model_config = ConfigDict(extra="forbid")

    role: Literal["user", "assistant"]
    content: str = Field(max_length=32_000)


def ends_with_a_question(turns: list[Turn]) -> list[Turn]:
    if turns[-1].role != "user" or not turns[-1].content.strip():
        raise ValueError("the last message must be the visitor's, and must say something")
    return turns


class Conversation(BaseModel):
    """What the page sends: everything said so far, the visitor's new message last."""

    model_config = ConfigDict(extra="forbid")

    messages: Annotated[list[Turn], Field(min_length=1, max_length=200), AfterValidator(ends_with_a_question)]


@router.post("/api/chat", response_class=StreamingResponse)
async def chat(conversation: Conversation, request: Request) -> StreamingResponse:
    """Stream the reply; closing the connection stops whoever is writing it."""
    state = request.app.state
    messages = [Message(turn.role, turn.content) for turn in conversation.messages if turn.content.strip()]
    visitor = getattr(request.state, "visitor", "owner")
    events = encoded(named(messages, state.product.get(), visitor, state.project))
    return StreamingResponse(events, media_type="text/event-stream", headers={"x-accel-buffering": "no"})


async def named(messages: list[Message], product: Product, visitor: str, project: Path) -> AsyncIterator[Named]:
    """Give every event the name and fields that the page knows."""
    nearest: list[str] = []
    try:
        async for event in answer(messages, product, visitor, project):
            match event:
                case Start(answerer):
                    yield "start", {"answerer": answerer}
                case Delta(text):
                    yield "delta", {"text": text}
                case Note("nearest", fields):
                    nearest = fields["questions"]
                case Done():
                    yield "done", {**asdict(event), "nearest": nearest}
    except LLMFault as fault:
        yield "error", {"code": fault.code, "message": fault.message, "hint": fault.hint}
    except Exception:
        log.exception("a reply failed")
        yield "error", described("server_error", product.product.language)
