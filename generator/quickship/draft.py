"""idea -> product by a model: one call with a schema, one more where the reply does not fit, within a time limit."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quickship import prices
from quickship.choices import DEFAULT_MODEL
from quickship.draft_reply import Brief, product_of, schema, without_lengths
from quickship.endpoint import Endpoint
from quickship.errors import DraftError, ProductError
from quickship.types import Product

if TYPE_CHECKING:
    import openai

SECONDS = 20.0  # for all of it
MOST_TOKENS = 8_000  # of one reply
PROMPT = Path(__file__).parent / "prompts/draft.md"
OWN = ("openai", "azure")  # whose limit has a newer name, which others do not know
FORMAT = re.compile(r"response_?format|text\.format|json.?(schema|mode|object)|structured.?output", re.IGNORECASE)
WORDS = "\nReply with exactly one JSON object and nothing else, valid against this JSON schema:\n"

Turn = dict[str, str]


@dataclass
class Spent:
    """What was asked of an endpoint so far; one that reports no usage leaves `reported` false."""

    endpoint: Endpoint
    input_tokens: int = 0
    output_tokens: int = 0
    reported: bool = True

    def add(self, usage: Any, names: tuple[str, str]) -> None:
        counts = [getattr(usage, name, None) for name in names]
        self.reported = self.reported and all(isinstance(count, int) for count in counts)
        self.input_tokens += counts[0] or 0
        self.output_tokens += counts[1] or 0

    @property
    def cost_usd(self) -> float | None:
        """The cost; None where the endpoint told no usage or nobody knows a price."""
        if not self.reported and not self.endpoint.is_local:
            return None
        return prices.cost_usd(self.endpoint, self.input_tokens, self.output_tokens)


def draft(brief: Brief, spent: Spent, seconds: float = SECONDS) -> Product:
    """The product as the model writes it; raises DraftError with the reason in a few words, whatever went wrong."""
    import openai  # noqa: F401 - takes half a second, which is none of the model's

    return asyncio.run(_within(brief, spent, seconds))


async def _within(brief: Brief, spent: Spent, seconds: float) -> Product:
    try:
        async with asyncio.timeout(seconds), _asking(spent.endpoint, seconds) as sdk:
            return await _repaired(sdk, brief, spent)
    except TimeoutError:
        raise DraftError(f"{spent.endpoint.host} did not answer within {seconds:g} seconds") from None


async def _repaired(sdk: openai.AsyncOpenAI, brief: Brief, spent: Spent) -> Product:
    """Asks; where the reply does not fit, shows it with what is wrong and asks once more."""
    turns = [{"role": "user", "content": brief.text}]
    reply = await _reply(sdk, brief, turns, spent)
    try:
        return product_of(reply, brief)
    except ProductError as fault:
        wrong = f"That does not fit: {fault.message}. Send the whole object again."
    turns += [{"role": "assistant", "content": reply}, {"role": "user", "content": wrong}]
    try:
        return product_of(await _reply(sdk, brief, turns, spent), brief)
    except ProductError as fault:
        raise DraftError(f"{spent.endpoint.model} wrote no product that fits: {fault.message}") from None


async def _reply(sdk: openai.AsyncOpenAI, brief: Brief, turns: list[Turn], spent: Spent) -> str:
    """The text of a reply; an endpoint that takes no schema is told it in words."""
    import openai

    ask = _responses if spent.endpoint.api == "responses" else _chat
    wanted = schema(brief) if spent.endpoint.is_local else without_lengths(schema(brief))
    try:
        return await ask(sdk, PROMPT.read_text(encoding="utf-8"), turns, spent, wanted)
    except openai.APIStatusError as error:
        if error.status_code not in (400, 404, 422, 500, 501) or not FORMAT.search(f"{error.param} {error.message}"):
            raise
    told = PROMPT.read_text(encoding="utf-8") + WORDS + json.dumps(schema(brief), ensure_ascii=False)
    return await ask(sdk, told, turns, spent, None)


async def _responses(
    sdk: openai.AsyncOpenAI, told: str, turns: list[Turn], spent: Spent, wanted: dict[str, Any] | None
) -> str:
    shape = {"type": "json_schema", "name": "product", "schema": wanted, "strict": True}
    request: dict[str, Any] = {
        "model": spent.endpoint.model,
        "instructions": told,
        "input": [{"type": "message", **turn} for turn in turns],
        "max_output_tokens": MOST_TOKENS,
        "store": False,
        "stream": False,
        **({"text": {"format": shape}} if wanted else {}),
        # Thinking first would take most of the time limit.
        **({"reasoning": {"effort": "none"}} if spent.endpoint.model == DEFAULT_MODEL else {}),
    }
    reply = await sdk.responses.create(**request)
    spent.add(getattr(reply, "usage", None), ("input_tokens", "output_tokens"))
    if isinstance(reply, str) or reply.status != "completed":
        raise DraftError(f"{spent.endpoint.model} did not finish its reply")
    return str(reply.output_text)


async def _chat(
    sdk: openai.AsyncOpenAI, told: str, turns: list[Turn], spent: Spent, wanted: dict[str, Any] | None
) -> str:
    shape = {"type": "json_schema", "json_schema": {"name": "product", "schema": wanted, "strict": True}}
    request: dict[str, Any] = {
        "model": spent.endpoint.model,
        "messages": [{"role": "system", "content": told}, *turns],
        "stream": False,
        "max_completion_tokens" if spent.endpoint.provider in OWN else "max_tokens": MOST_TOKENS,
        **({"response_format": shape} if wanted else {}),
    }
    reply = await sdk.chat.completions.create(**request)
    spent.add(getattr(reply, "usage", None), ("prompt_tokens", "completion_tokens"))
    if isinstance(reply, str) or not reply.choices or reply.choices[0].finish_reason != "stop":
        raise DraftError(f"{spent.endpoint.model} did not finish its reply")
    return reply.choices[0].message.content or ""


@asynccontextmanager
async def _asking(endpoint: Endpoint, seconds: float) -> AsyncIterator[openai.AsyncOpenAI]:
    """A client that asks once and follows no redirect, since the person said yes to this endpoint alone."""
    import openai

    if not (endpoint.key.isascii() and endpoint.key.isprintable()):  # no header can carry it
        raise DraftError(f"{endpoint.host} refuses the key")
    network = openai.DefaultAsyncHttpxClient(
        trust_env=not endpoint.is_loopback, follow_redirects=False, timeout=seconds
    )
    try:
        async with openai.AsyncOpenAI(
            api_key=endpoint.key or "none", base_url=endpoint.base_url, max_retries=0, http_client=network
        ) as sdk:
            yield sdk
    except openai.APITimeoutError:
        raise TimeoutError from None
    except openai.APIStatusError as error:
        raise DraftError(_reason(error.status_code, str(error.code), endpoint)) from None
    except openai.APIConnectionError:
        raise DraftError(f"{endpoint.host} cannot be reached") from None
    except (openai.OpenAIError, ValueError):
        raise DraftError(f"{endpoint.host} sent what is no reply") from None


def _reason(status: int, code: str, endpoint: Endpoint) -> str:
    if code == "insufficient_quota":
        return f"the account at {endpoint.host} has no credit left"
    if status in (401, 403):
        return f"{endpoint.host} {'refuses the key' if endpoint.key else 'wants a key'}"
    reasons = {404: f"knows no model `{endpoint.model}`", 429: "is asked too often; try again later"}
    return f"{endpoint.host} {reasons.get(status, f'answers with status {status}')}"
