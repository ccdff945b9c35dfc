"""Asks the model that the settings choose: for a reply piece by piece, for a value, for embeddings."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import TypeVar

from pydantic import BaseModel

from app.embedding import Vector
from app.llm import chat, decisions, responses, shared, window
from app.llm.attempts import answered, retried
from app.llm.client import Heard, client, located
from app.llm.conversation import Delta, Done, Message, Parsed, Question
from app.llm.costs import Usage
from app.llm.decisions import Choice, Decided, Predicate
from app.llm.embeddings import batches, embedded
from app.llm.endpoints import Endpoint, ModelSettings, chosen, embedding, fallback
from app.llm.faults import LLMFault
from app.llm.ladder import NoFormat, remember, shapes, value_of
from app.llm.meter import Meter, Outgoing, ignore, metered
from app.llm.screen import Screens, alone, sent
from app.product import load
from app.settings import PROJECT
from app.watched import Watched
from app.words import asked_in

T = TypeVar("T", bound=BaseModel)

about = Watched(PROJECT / "product.toml", load)


@dataclass(frozen=True)
class Call:
    """What holds for everything that one call of the door does."""

    endpoint: Endpoint
    settings: ModelSettings
    visitor: str
    deadline: float  # the loop's time

    @property
    def endpoints(self) -> list[Endpoint]:
        """Return the endpoint, and after it the one to ask where it fails."""
        other = fallback(self.endpoint, self.settings)
        return [self.endpoint, other] if other else [self.endpoint]


@asynccontextmanager
async def sharing(heard: Heard | None = None) -> AsyncIterator[None]:
    """Have all calls inside share one client and settings read once; `heard` is told what each response says.

    They are tried once and of one model: whoever makes many knows better when to ask again.
    """
    settings = ModelSettings().model_copy(update={"llm_retries": 0, "llm_fallback_model": ""})
    endpoint = chosen(settings, about.get())
    if not endpoint:
        raise LLMFault("no_key", language=language())
    async with client(await located(endpoint), settings, heard) as sdk:
        before = shared.current.set(shared.Shared(endpoint, settings, sdk))
        try:
            yield
        finally:
            shared.current.reset(before)


def asked() -> tuple[Endpoint | None, ModelSettings]:
    """Return the model that is asked first: the run's, or what the settings say now."""
    if run := shared.current.get():
        return run.endpoint, run.settings
    settings = ModelSettings()
    return chosen(settings, about.get()), settings


def answerer() -> str | None:
    """Return the name of the model that is asked first, or None where none is configured."""
    endpoint, _ = asked()
    return endpoint.model if endpoint else None


def is_private() -> bool:
    """Tell whether what a model is told stays on this machine or its private network."""
    return ModelSettings().llm_private


async def stream(
    messages: Sequence[Message], *, visitor: str = "owner", settled: Callable[[Done], None] = ignore
) -> AsyncIterator[Delta | Done]:
    """Yield the reply as it comes; closing or cancelling this closes the connection to the model.

    `settled` is told what a reply took, one that was stopped or broke off as well.
    """
    call = opened(visitor)
    question = Question(messages, call.settings.llm_max_output_tokens)
    async with aclosing(answered(partial(streamed, call, question, settled), call.endpoints, language())) as events:
        async for event in events:
            yield event


def fitted(messages: Sequence[Message]) -> list[Message]:
    """Return the messages without the oldest, where all of them are more than the model can read."""
    settings = ModelSettings()
    endpoint = chosen(settings, about.get())
    return window.fitted(messages, endpoint, settings.llm_max_output_tokens) if endpoint else list(messages)


async def parse(messages: Sequence[Message], schema: type[T], *, visitor: str = "owner") -> Parsed[T]:
    """Return the reply as a value of the schema, which has been checked against it whatever the endpoint promised."""
    call = opened(visitor)
    (value,) = [value async for value in answered(partial(parsed, call, messages, schema), call.endpoints, language())]
    return value


async def embed(texts: Sequence[str], *, visitor: str = "owner") -> list[Vector]:
    """Return a vector of length one for each text; the fallback model, whose vectors differ, is never asked."""
    call = opened(visitor)
    endpoint = embedding(call.endpoint, call.settings)
    if not endpoint:
        raise LLMFault("no_embeddings", call.endpoint.model, language())
    vectors: list[Vector] = []
    for batch in batches(texts):
        async for found in answered(partial(vectorised, call, batch), [endpoint], language()):
            vectors += found
    return vectors


def has_decisions() -> bool:
    """Tell whether the model that is asked first is known to answer `decide`."""
    endpoint, _ = asked()
    return endpoint is not None and (endpoint.provider, endpoint.model) in decisions.KNOWN


async def decide(text: str, questions: Sequence[Choice | Predicate], *, visitor: str = "owner") -> Decided:
    """Return the answers to questions about one text; only the first model is asked, as few know the API."""
    call = opened(visitor)
    ask = partial(decided, call, decisions.Asked(text, questions))
    (found,) = [found async for found in answered(ask, [call.endpoint], language())]
    return found


def opened(visitor: str) -> Call:
    endpoint, settings = asked()
    if not endpoint:
        raise LLMFault("no_key", language=language())
    return Call(endpoint, settings, visitor, asyncio.get_running_loop().time() + settings.llm_timeout_total)


def language() -> str:
    """Return the language in which faults are told."""
    return asked_in(about.get().product.language)


def adapter(endpoint: Endpoint) -> ModuleType:
    return responses if endpoint.api == "responses" else chat


async def streamed(
    call: Call, question: Question, settled: Callable[[Done], None], endpoint: Endpoint
) -> AsyncGenerator[Delta | Done, None]:
    """Turn an adapter's pieces into events, of which the last says what the reply took."""
    screens = Screens()
    question = await screens.question(question)
    ask = partial(adapter(endpoint).stream, endpoint=endpoint, question=question)
    said = tuple(question.messages)
    outgoing = Outgoing(question.size, question.most_tokens, is_streamed=True, messages=said)
    async with (
        metered(endpoint, call.settings, call.visitor, outgoing, settled) as meter,
        aclosing(retried(ask, meter, call.deadline, call.settings.llm_timeout_first)) as pieces,
    ):
        await sent(question.purpose, endpoint, question.texts)
        async for piece in pieces:
            meter.add(piece)
            if isinstance(piece, str) and (text := screens.back(piece)):
                yield Delta(text)
        if not meter.written:
            raise LLMFault("empty_reply")
        if text := screens.rest():
            yield Delta(text)
    if meter.reported:
        window.learn(endpoint, question.messages, meter.reported.input_tokens)
    yield meter.done


async def parsed(
    call: Call, messages: Sequence[Message], schema: type[T], endpoint: Endpoint
) -> AsyncGenerator[Parsed[T], None]:
    """Go down the ladder until a rung gives a value, and yield that with what all rungs took."""
    meters: list[Meter] = []
    for shape in shapes(schema, endpoint):
        try:
            text, meter = await shaped(call, Question(messages, call.settings.llm_max_output_tokens, shape), endpoint)
        except NoFormat:
            remember(shape, endpoint)
            continue
        meters.append(meter)
        value = value_of(text, schema)
        if value is not None:
            usage = sum((meter.usage for meter in meters), Usage(0, 0))
            cost = sum(meter.done.cost_usd or 0 for meter in meters)
            estimated = any(meter.reported is None for meter in meters)
            yield Parsed(value, shape.rung, usage.tokens, cost, estimated, endpoint.model)
            return
        remember(shape, endpoint)
    raise LLMFault("unparsed")


async def shaped(call: Call, question: Question, endpoint: Endpoint) -> tuple[str, Meter]:
    """Return the text of a reply that shows nothing before it is whole, and what it took."""
    screens = Screens()
    question = await screens.question(question)
    ask = partial(adapter(endpoint).whole, endpoint=endpoint, question=question)
    most, seconds, text = question.most_tokens, call.settings.llm_timeout_total, ""
    outgoing = Outgoing(question.size, most, unseen=most, messages=tuple(question.messages))
    async with metered(endpoint, call.settings, call.visitor, outgoing) as meter:
        await sent(question.purpose, endpoint, question.texts)
        async for piece in retried(ask, meter, call.deadline, seconds):
            meter.add(piece)
            text += screens.back(piece) if isinstance(piece, str) else ""
    return text + screens.rest(), meter


async def vectorised(call: Call, texts: Sequence[str], endpoint: Endpoint) -> AsyncGenerator[list[Vector], None]:
    """Yield the vectors of one batch."""
    texts = await alone(texts)
    ask = partial(embedded, endpoint=endpoint, texts=texts)
    outgoing = Outgoing(sum(len(text.encode()) for text in texts), 0, operation="embeddings")
    async with metered(endpoint, call.settings, call.visitor, outgoing) as meter:
        await sent("vectors", endpoint, texts)
        async for found in retried(ask, meter, call.deadline, call.settings.llm_timeout_total):
            meter.add(found)
            if isinstance(found, list):
                yield found


async def decided(call: Call, question: decisions.Asked, endpoint: Endpoint) -> AsyncGenerator[Decided, None]:
    """Yield the answers with what they took."""
    question, answers = await question.screened(), list[decisions.Answer]()
    ask = partial(decisions.asked, endpoint=endpoint, question=question)
    outgoing = Outgoing(question.size, 0, operation="decisions")
    async with metered(endpoint, call.settings, call.visitor, outgoing) as meter:
        await sent("decisions", endpoint, question.texts)
        async for piece in retried(ask, meter, call.deadline, call.settings.llm_timeout_total):
            meter.add(piece)
            answers = piece if isinstance(piece, list) else answers
    yield Decided(answers, meter.done.cost_usd, meter.done.estimated, endpoint.model)
