"""Asks the model that the settings choose, and turns its pieces into events with what they cost."""

from collections.abc import AsyncIterator, Sequence

from app.llm import chat, responses
from app.llm.client import client, named, within
from app.llm.conversation import Delta, Done, Message, Pieces
from app.llm.costs import Usage, cost_usd, estimated
from app.llm.endpoints import Endpoint, ModelSettings, chosen
from app.llm.faults import LLMFault
from app.product import load
from app.settings import PROJECT
from app.watched import Watched

about = Watched(PROJECT / "product.toml", load)


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

    adapter = responses if endpoint.api == "responses" else chat
    try:
        # A client for each reply: whatever ends the reply closes its connection too.
        async with client(endpoint, settings) as sdk:
            async for piece in within(settings.llm_timeout_total, adapter.stream(sdk, endpoint.model, messages)):
                yield piece
    except (openai.APITimeoutError, TimeoutError):
        raise LLMFault("timeout") from None
    except openai.APIError as error:
        raise LLMFault(named(error, endpoint)) from None
