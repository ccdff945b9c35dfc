"""The adapter for the Responses API, which OpenAI and Azure speak."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.llm.client import events
from app.llm.conversation import Message, Pieces
from app.llm.costs import Usage
from app.llm.faults import LLMFault, code_of

if TYPE_CHECKING:
    import openai
    from openai.types.responses import Response, ResponseInputItemParam


async def stream(sdk: "openai.AsyncOpenAI", model: str, messages: Sequence[Message]) -> Pieces:
    """Ask through the Responses API; the reply is whole only with its `response.completed`."""
    instructions = "\n\n".join(message.content for message in messages if message.role == "system")
    said: list[ResponseInputItemParam] = [
        {"type": "message", "role": message.role, "content": message.content}
        for message in messages
        if message.role != "system"
    ]
    opening = sdk.responses.create(model=model, instructions=instructions, input=said, stream=True, store=False)
    async for event in events(opening):
        match event.type:
            case "response.output_text.delta":
                yield event.delta
            case "response.refusal.delta":
                raise LLMFault("refusal")
            case "response.completed" | "response.incomplete" | "response.failed":
                yield ended(event.response)
                return
            case "error":
                raise LLMFault(code_of(None, f"{event.code} {event.message}"))
    raise LLMFault("cut_stream")


def ended(response: "Response") -> Usage | str:
    """Return the usage of a finished response; a reply that reached its length limit is a reply."""
    if response.error:
        raise LLMFault(code_of(None, f"{response.error.code} {response.error.message}"))
    if response.incomplete_details and response.incomplete_details.reason == "content_filter":
        raise LLMFault("content_filter")
    if response.status == "failed":
        raise LLMFault("server_error")
    used = response.usage
    if not used:
        return ""
    cached = used.input_tokens_details.cached_tokens if used.input_tokens_details else 0
    return Usage(used.input_tokens, used.output_tokens, cached)
