"""The one door to models: a conversation goes in, the reply comes out piece by piece."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal, TypeVar, cast

from app.costs import Usage, cost_usd, estimated
from app.endpoints import Endpoint, ModelSettings, chosen
from app.llm_faults import LLMFault, code_of
from app.product import load
from app.settings import PROJECT
from app.watched import Watched

if TYPE_CHECKING:
    import openai
    from openai.types import CompletionUsage
    from openai.types.chat import ChatCompletionMessageParam
    from openai.types.responses import Response, ResponseInputItemParam

__all__ = ["Delta", "Done", "LLMFault", "Message", "answerer", "stream"]

RETRIES = 2  # by the SDK, before the first byte of a reply and never after it
NO_KEY = "none"  # the SDK refuses to be built without one

log = logging.getLogger("app")
about = Watched(PROJECT / "product.toml", load)

T = TypeVar("T")


@dataclass(frozen=True)
class Message:
    """One message of a conversation; the instructions come first, as the system's."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Delta:
    """The next piece of the reply."""

    text: str


@dataclass(frozen=True)
class Done:
    """The end of a whole reply: what it took, and whether that had to be estimated."""

    usage: dict[str, int] | None = None
    cost_usd: float | None = None
    estimated: bool = False


Pieces = AsyncIterator[str | Usage]  # text as it comes; the usage where the endpoint reports it


def answerer() -> str | None:
    """Return the name of the model that answers, or None where none is configured."""
    endpoint = chosen(ModelSettings(), about.get())
    return endpoint.model if endpoint else None


async def stream(messages: Sequence[Message]) -> AsyncIterator[Delta | Done]:
    """Yield the reply as it comes; closing or cancelling this closes the connection to the model."""
    settings, product = ModelSettings(), about.get()
    endpoint = chosen(settings, product)
    try:
        if not endpoint:
            raise LLMFault("no_key")
        async for event in replied(messages, endpoint, settings):
            yield event
    except LLMFault as fault:
        raise LLMFault(fault.code, endpoint.model if endpoint else "", product.product.language) from None


async def replied(
    messages: Sequence[Message], endpoint: Endpoint, settings: ModelSettings
) -> AsyncIterator[Delta | Done]:
    """Turn an adapter's pieces into events, of which the last says what the reply cost."""
    usage, size = None, 0
    async for piece in guarded(messages, endpoint, settings):
        if isinstance(piece, Usage):
            usage = piece
        elif piece:
            size += len(piece.encode())
            yield Delta(piece)
    if not size:
        raise LLMFault("empty_reply")
    spent = usage or estimated(sum(len(message.content.encode()) for message in messages), size)
    tokens = {"input_tokens": spent.input_tokens, "output_tokens": spent.output_tokens}
    yield Done(tokens, cost_usd(endpoint, spent, settings), estimated=usage is None)


async def guarded(messages: Sequence[Message], endpoint: Endpoint, settings: ModelSettings) -> Pieces:
    """Yield an adapter's pieces within the time limit; every error of the SDK leaves as an LLMFault."""
    import openai

    adapter = from_responses if endpoint.api == "responses" else from_chat
    try:
        # A client for each reply: whatever ends the reply closes its connection too.
        async with client(endpoint, settings) as sdk:
            async for piece in within(settings.llm_timeout_total, adapter(sdk, endpoint.model, messages)):
                yield piece
    except (openai.APITimeoutError, TimeoutError):
        raise LLMFault("timeout") from None
    except openai.APIError as error:
        raise LLMFault(named(error, endpoint)) from None


def client(endpoint: Endpoint, settings: ModelSettings) -> "openai.AsyncOpenAI":
    """Build the SDK's client with every limit explicit."""
    import openai

    silence = settings.llm_timeout_silence
    timeout = openai.Timeout(connect=settings.llm_timeout_connect, read=silence, write=silence, pool=silence)
    return openai.AsyncOpenAI(
        api_key=endpoint.key or NO_KEY, base_url=endpoint.base_url, timeout=timeout, max_retries=RETRIES
    )


async def within(seconds: float, pieces: Pieces) -> Pieces:
    """Pass the pieces on until the time is over; the reader's own time between them counts as well."""
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        async with asyncio.timeout_at(deadline):
            piece = await anext(pieces, None)
        if piece is None:
            return
        yield piece


async def events(opening: Awaitable["openai.AsyncStream[T]"]) -> AsyncIterator[T]:
    """Yield a stream's events; a connection lost on the way, or a chunk that is no JSON, is a cut stream."""
    import openai

    async with await opening as opened:
        try:
            async for event in opened:
                yield event
        except openai.APITimeoutError:
            raise
        except (openai.APIConnectionError, json.JSONDecodeError, UnicodeDecodeError):
            raise LLMFault("cut_stream") from None


async def from_responses(sdk: "openai.AsyncOpenAI", model: str, messages: Sequence[Message]) -> Pieces:
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


async def from_chat(sdk: "openai.AsyncOpenAI", model: str, messages: Sequence[Message]) -> Pieces:
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


def named(error: "openai.APIError", endpoint: Endpoint) -> str:
    """Return the code of an error, and leave in the log what its owner needs and no more."""
    status = getattr(error, "status_code", None)
    code = code_of(status, f"{error.code} {error.type} {error.message}")
    log.warning("%s at %s: %s, status %s, %s", endpoint.model, endpoint.provider, code, status, error.code)
    return "no_key" if code == "wrong_key" and not endpoint.key else code
