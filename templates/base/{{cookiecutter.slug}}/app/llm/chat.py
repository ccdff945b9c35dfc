"""The adapter for Chat Completions, which every endpoint speaks."""

from collections.abc import Iterator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from app.llm.client import events
from app.llm.conversation import Ending, Pieces, Question
from app.llm.costs import Usage
from app.llm.endpoints import Endpoint
from app.llm.faults import LLMFault
from app.llm.ladder import Shape

if TYPE_CHECKING:
    import openai
    from openai.types import CompletionUsage
    from openai.types.chat import ChatCompletion

OWN = {"openai", "azure"}  # whose reasoning models take the newer name of the limit, which others do not know


async def stream(sdk: "openai.AsyncOpenAI", endpoint: Endpoint, question: Question) -> Pieces:
    """Ask through Chat Completions; the reply is whole only with its finish reason."""
    finish, last = "", None
    body = request(endpoint, question)
    opening = sdk.chat.completions.create(**body, stream=True, stream_options={"include_usage": True})
    async with aclosing(events(opening)) as chunks:
        async for chunk in chunks:
            for choice in chunk.choices or ():
                if choice.delta.refusal:
                    raise LLMFault("refusal")
                yield choice.delta.content or ""
                finish = choice.finish_reason or finish
            last = chunk
            if chunk.usage:
                yield counted(chunk.usage)
    if not last or finish in {"", "content_filter"}:
        raise LLMFault(finish or "cut_stream")
    yield Ending(last.id, last.model, finish)


async def whole(sdk: "openai.AsyncOpenAI", endpoint: Endpoint, question: Question) -> Pieces:
    """Ask for a reply that has a shape; one that its length limit cut has none."""
    reply = await sdk.chat.completions.create(**request(endpoint, question), stream=False)
    if isinstance(reply, str) or not reply.choices:  # not JSON: something else answers at that address
        raise LLMFault("cut_stream")
    for piece in pieces(reply):
        yield piece
    yield Ending(reply.id, reply.model, reply.choices[0].finish_reason)


def pieces(reply: "ChatCompletion") -> Iterator[str | Usage]:
    """Yield what a whole reply took, then its text."""
    yield counted(reply.usage) if reply.usage else ""
    (choice, *_) = reply.choices
    if choice.message.refusal:
        raise LLMFault("refusal")
    if choice.finish_reason != "stop":
        raise LLMFault("content_filter" if choice.finish_reason == "content_filter" else "unparsed")
    yield choice.message.content or ""


def request(endpoint: Endpoint, question: Question) -> dict[str, Any]:
    """Return the fields of the request; templates of local models want one system message, and first."""
    system = [message.content for message in question.messages if message.role == "system"]
    shape = question.shape
    if shape and shape.words:
        system.append(shape.words)
    said = [{"role": turn.role, "content": turn.content} for turn in question.messages if turn.role != "system"]
    return {
        "model": endpoint.model,
        "messages": ([{"role": "system", "content": "\n\n".join(system)}] if system else []) + said,
        "max_completion_tokens" if endpoint.provider in OWN else "max_tokens": question.most_tokens,
        **(response_format(shape) if shape else {}),
    }


def response_format(shape: Shape) -> dict[str, Any]:
    if shape.rung == "schema":
        wanted = {"name": shape.name, "schema": shape.schema, "strict": True}
        return {"response_format": {"type": "json_schema", "json_schema": wanted}}
    return {"response_format": {"type": "json_object"}} if shape.rung == "json" else {}


def counted(used: "CompletionUsage") -> Usage:
    details = used.prompt_tokens_details
    read = (details.cached_tokens, details.cache_write_tokens) if details else (0, 0)
    return Usage(used.prompt_tokens, used.completion_tokens, read[0] or 0, read[1] or 0)
