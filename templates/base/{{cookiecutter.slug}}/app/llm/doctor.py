"""Asks the model's service whether it does all that the app needs, one question a row."""

import asyncio
import difflib
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, Final, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel

from app.llm import door
from app.llm.attempts import answered
from app.llm.checks import Check, Checks
from app.llm.client import calling, located
from app.llm.conversation import Delta, Message, Question
from app.llm.costs import Usage, cost_usd, is_free
from app.llm.endpoints import PRESETS, Endpoint, ModelSettings, embedding
from app.llm.faults import LLMFault
from app.llm.meter import ignore
from app.llm.servers import NAME

if TYPE_CHECKING:
    from openai.types import Model

# Faults of any call that belong in a row of their own.
PLACES: Final = {"no_key": "key", "wrong_key": "key", "no_model": "model", "no_price": "price", "no_demo": "endpoint"}
UNTELLING: Final = {"no_model", "rate_limit", "cut_stream"}  # faults of the list that say nothing of the model
SECONDS = 30  # for the list of models
SOON = 90  # days
NEAREST = 5  # names of models
THOUSAND = 1_000  # tokens: a million at once may cost more each

T = TypeVar("T")


class Paint(BaseModel):
    """What the model is asked for to see whether it holds a schema."""

    colour: Literal["red", "green", "blue"]


async def examined() -> list[Check]:
    """Ask everything, through the same door as the app's visitors, and return a row for each question."""
    checks = Checks(door.language())
    try:
        call = door.opened("doctor")
    except LLMFault:
        return unconfigured(ModelSettings(), checks)
    rows = checks.unasked("not_asked")
    async for check in Examination(call, checks).findings():
        rows[check.name] = check
    return list(rows.values())


def unconfigured(settings: ModelSettings, checks: Checks) -> list[Check]:
    """Having no model is no fault; naming a provider that cannot be asked is."""
    rows = checks.unasked("no_model")
    if settings.llm_provider and not (settings.llm_base_url or PRESETS[settings.llm_provider].base_url):
        rows["endpoint"] = checks.said("endpoint", "fault", "no_address")
    elif not settings.llm_provider:
        rows["endpoint"] = checks.said("endpoint", "not_asked", "offline")
    else:
        rows["key"] = checks.failed("key", "no_key")
    return list(rows.values())


class Examination:
    """The questions, in an order in which each needs what those before it found."""

    def __init__(self, call: door.Call, checks: Checks) -> None:
        self.call, self.endpoint, self.checks = call, call.endpoint, checks

    async def findings(self) -> AsyncIterator[Check]:
        """Yield rows as they are known, and stop where nothing more can be asked; a later one corrects one before."""
        yield self.price()
        models: dict[str, Model] = {}
        try:
            self.endpoint = await located(self.endpoint)
            models = await self.models()
        except LLMFault as fault:
            if fault.code not in UNTELLING:
                place = PLACES.get(fault.code, "endpoint")
                if place != "endpoint":
                    yield self.reached()
                yield self.checks.failed(place, fault.code)
                return
        yield self.reached()
        yield self.checks.ok("key", "key" if self.endpoint.key else "keyless")
        yield await self.shutdown(models.get(self.endpoint.model))
        for name, ask in (("stream", self.stream), ("schema", self.schema), ("embeddings", self.embeddings)):
            try:
                yield await ask()
            except LLMFault as fault:
                yield self.failed(PLACES.get(fault.code, name), fault.code, models)
                if name == "stream":
                    return
            if name == "stream":
                yield self.checks.ok("model", model=self.endpoint.model)

    def reached(self) -> Check:
        parts = urlsplit(self.endpoint.base_url)
        address = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        return self.checks.ok("endpoint", provider=self.endpoint.provider, address=address)

    async def models(self) -> "dict[str, Model]":
        async with calling(self.endpoint, self.call.settings) as sdk, asyncio.timeout(SECONDS):
            page = await sdk.models.list()
        return {model.id: model for model in getattr(page, "data", None) or ()}

    async def shutdown(self, model: "Model | None") -> Check:
        """Tell the day that OpenAI announces; a service may know a model that it does not list."""
        try:
            if not model:
                async with calling(self.endpoint, self.call.settings) as sdk, asyncio.timeout(SECONDS):
                    model = await sdk.models.retrieve(self.endpoint.model)
            if model.shutdown_date is None and "shutdown_date" in model.model_fields_set:
                return self.checks.ok("shutdown")
            day = date.fromisoformat(model.shutdown_date or "")
        except (LLMFault, AttributeError, ValueError):
            return self.checks.said("shutdown", "not_asked", "shutdown_unknown")
        soon = (day - datetime.now(UTC).date()).days < SOON
        return self.checks.said("shutdown", "fault" if soon else "ok", "shutdown_on", day=day)

    def price(self) -> Check:
        if is_free(self.endpoint, self.call.settings):
            return self.checks.ok("price", "free")
        costs = [
            cost_usd(self.endpoint, usage, self.call.settings) for usage in (Usage(THOUSAND, 0), Usage(0, THOUSAND))
        ]
        if None in costs:
            return self.checks.failed("price", "no_price", self.endpoint.model)
        read, write = (f"{1_000_000 / THOUSAND * (cost or 0):.2f}" for cost in costs)
        return self.checks.ok("price", read=read, write=write)

    async def stream(self) -> Check:
        question = Question([Message("user", "Count from one to ten.")], self.call.settings.llm_max_output_tokens)
        begun, moments = time.monotonic(), []
        async for event in self.asked(partial(door.streamed, self.call, question, ignore), self.endpoint):
            if isinstance(event, Delta):
                moments.append(time.monotonic() - begun)
        if len(moments) == 1:
            return self.checks.said("stream", "fault", "in_one_piece")
        return self.checks.ok("stream", count=len(moments), milliseconds=round(moments[0] * 1000))

    async def schema(self) -> Check:
        question = [Message("user", "Choose a colour.")]
        (found,) = [each async for each in self.asked(partial(door.parsed, self.call, question, Paint), self.endpoint)]
        return self.checks.ok("schema", "schema" if found.rung == "schema" else f"schema_{found.rung}")

    async def embeddings(self) -> Check:
        endpoint = embedding(self.endpoint, self.call.settings)
        if not endpoint:
            return self.checks.said("embeddings", "not_asked", "no_embeddings")
        (vectors,) = [each async for each in self.asked(partial(door.vectorised, self.call, ["A text."]), endpoint)]
        return self.checks.ok("embeddings", model=endpoint.model, count=len(vectors[0]))

    def asked(self, ask: Callable[[Endpoint], AsyncGenerator[T, None]], endpoint: Endpoint) -> AsyncGenerator[T, None]:
        """Ask as the app does, but never the fallback model: it would hide what is wrong with the first."""
        return answered(ask, [endpoint], door.language())

    def failed(self, name: str, code: str, models: Iterable[str]) -> Check:
        """Say what failed, and which models there are where this one is unknown."""
        check = self.checks.failed(name, code, self.endpoint.model)
        known = [model for model in models if NAME.fullmatch(model)]
        nearest = difflib.get_close_matches(self.endpoint.model, known, NEAREST, cutoff=0)
        if code != "no_model" or not nearest:
            return check
        names = ", ".join(nearest)
        return self.checks.said(name, "fault", "nearest", message=check.message, hint=check.hint, names=names)
