"""The adapter for Chat Completions, which every endpoint speaks."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, cast

from app.llm.client import events
from app.llm.conversation import Message, Pieces
from app.llm.costs import Usage
from app.llm.faults import LLMFault

if TYPE_CHECKING:
    import openai
    from openai.types import CompletionUsage
    from openai.types.chat import ChatCompletionMessageParam


async def stream(sdk: "openai.AsyncOpenAI", model: str, messages: Sequence[Message]) -> Pieces:
    """Ask through Chat Completions; the reply is whole only with its finish reason."""
    said = cast("list[ChatCompletionMessageParam]", [asdict(message) for message in messages])
    finish = ""
    opening = sdk.chat.completions.create(
        model=model, messages=said, stream=True, stream_options={"include_usage": True}
    )
    async for chunk in events(opening):
        for choice in chunk.choices or ():
            if choice.delta.refusal:
                raise LLMFault("refusal")
            yield choice.delta.content or ""
            finish = choice.finish_reason or finish
        if chunk.usage:
            yield counted(chunk.usage)
    if finish in {"", "content_filter"}:
        raise LLMFault(finish or "cut_stream")


def counted(used: "CompletionUsage") -> Usage:
    cached = used.prompt_tokens_details.cached_tokens if used.prompt_tokens_details else 0
    return Usage(used.prompt_tokens, used.completion_tokens, cached or 0)
