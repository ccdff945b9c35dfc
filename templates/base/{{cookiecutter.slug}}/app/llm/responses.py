"""The adapter for the Responses API, which OpenAI and Azure speak."""

from collections.abc import Iterator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from app.llm.client import events
from app.llm.conversation import Ending, Pieces, Question
from app.llm.costs import Usage
from app.llm.endpoints import Endpoint
from app.llm.faults import LLMFault, code_of
from app.llm.ladder import Shape

if TYPE_CHECKING:
    import openai
    from openai.types.responses import Response, ResponseUsage


async def stream(sdk: "openai.AsyncOpenAI", endpoint: Endpoint, question: Question) -> Pieces:
    """Ask through the Responses API; the reply is whole only with its `response.completed`."""
    opening = sdk.responses.create(**request(endpoint, question), stream=True)
    async with aclosing(events(opening)) as told:
        async for event in told:
            match event.type:
                case "response.output_text.delta":
                    yield event.delta
                case "response.refusal.delta":
                    raise LLMFault("refusal")
                case "response.completed" | "response.incomplete" | "response.failed":
                    yield counted(event.response.usage)
                    checked(event.response)
                    yield ended(event.response)
                    return
                case "error":
                    raise LLMFault(code_of(None, f"{event.code} {event.message}"))
                case _:
                    yield ""
    raise LLMFault("cut_stream")


async def whole(sdk: "openai.AsyncOpenAI", endpoint: Endpoint, question: Question) -> Pieces:
    """Ask for a reply that has a shape; one that its length limit cut has none."""
    reply = await sdk.responses.create(**request(endpoint, question), stream=False)
    if isinstance(reply, str):  # not JSON: something else answers at that address
        raise LLMFault("cut_stream")
    for piece in pieces(reply):
        yield piece
    yield ended(reply)


def pieces(reply: "Response") -> Iterator[str | Usage]:
    """Yield what a whole reply took, then its text."""
    yield counted(reply.usage)
    checked(reply)
    parts = [part for item in reply.output or () if item.type == "message" for part in item.content]
    if any(part.type == "refusal" for part in parts):
        raise LLMFault("refusal")
    if reply.status != "completed":
        raise LLMFault("unparsed")
    yield reply.output_text


def request(endpoint: Endpoint, question: Question) -> dict[str, Any]:
    """Return the fields of the request; JSON mode wants the word JSON in the input, where instructions do not count."""
    shape = question.shape
    told = [{"role": "developer", "content": shape.words}] if shape and shape.words else []
    said = [{"role": turn.role, "content": turn.content} for turn in question.messages if turn.role != "system"]
    return {
        "model": endpoint.model,
        "instructions": "\n\n".join(turn.content for turn in question.messages if turn.role == "system"),
        "input": [{"type": "message", **turn} for turn in told + said],
        "max_output_tokens": question.most_tokens,
        "store": False,
        **(text_format(shape) if shape else {}),
    }


def text_format(shape: Shape) -> dict[str, Any]:
    if shape.rung == "schema":
        wanted = {"type": "json_schema", "name": shape.name, "schema": shape.schema, "strict": True}
        return {"text": {"format": wanted}}
    return {"text": {"format": {"type": "json_object"}}} if shape.rung == "json" else {}


def checked(response: "Response") -> None:
    """Raise the fault a finished response tells of; one that reached its length limit is a reply."""
    if response.error:
        raise LLMFault(code_of(None, f"{response.error.code} {response.error.message}"))
    if response.incomplete_details and response.incomplete_details.reason == "content_filter":
        raise LLMFault("content_filter")
    if response.status == "failed":
        raise LLMFault("server_error")


def ended(response: "Response") -> Ending:
    return Ending(response.id, response.model, "length" if response.incomplete_details else "stop")


def counted(used: "ResponseUsage | None") -> Usage | str:
    if not used:
        return ""
    details = used.input_tokens_details
    read = (details.cached_tokens, details.cache_write_tokens) if details else (0, 0)
    return Usage(used.input_tokens, used.output_tokens, read[0] or 0, read[1] or 0)
