"""A call to a model in the terms of OpenTelemetry's conventions for generative AI."""

import json
from collections.abc import Sequence
from typing import Final

from app.llm.conversation import Message
from app.observing import Fact, Step

Value = str | int | float | bool | Sequence[str]

NAMES: Final = {
    "operation": "gen_ai.operation.name",
    "provider": "gen_ai.provider.name",
    "model": "gen_ai.request.model",
    "stream": "gen_ai.request.stream",
    "most_tokens": "gen_ai.request.max_tokens",
    "host": "server.address",
    "port": "server.port",
    "response_id": "gen_ai.response.id",
    "response_model": "gen_ai.response.model",
    "reason": "gen_ai.response.finish_reasons",
    "first_token_seconds": "gen_ai.response.time_to_first_chunk",
    "input_tokens": "gen_ai.usage.input_tokens",
    "output_tokens": "gen_ai.usage.output_tokens",
    "cached_tokens": "gen_ai.usage.cache_read.input_tokens",
    "cache_write_tokens": "gen_ai.usage.cache_creation.input_tokens",
}
PROVIDERS: Final = {"azure": "azure.ai.openai", "gemini": "gcp.gemini"}  # where the conventions have another name
WHOSE: Final = ("operation", "provider", "model", "host", "port", "response_model")  # of a metric


def attribute(name: str, fact: Fact) -> tuple[str, Value]:
    """Return a fact as the conventions have it, or as the app's own."""
    if name == "provider":
        return NAMES[name], PROVIDERS.get(str(fact), fact)
    if name == "reason":
        return NAMES[name], [str(fact)]
    return NAMES.get(name, f"app.model.{name}"), fact


def dimensions(step: Step) -> dict[str, Value]:
    """Return by what calls are told apart in metrics."""
    return dict(attribute(name, step.facts[name]) for name in WHOSE if name in step.facts)


def content(step: Step) -> dict[str, str]:
    """Return what the model was asked and what it answered, as JSON: spans cannot hold more."""
    system = [part(message) for message in step.asked if message.role == "system"]
    spoken = [{"role": each.role, "parts": [part(each)]} for each in step.asked if each.role != "system"]
    told = {"gen_ai.system_instructions": system, "gen_ai.input.messages": spoken}
    if step.said:
        answer = {"role": "assistant", "parts": [{"type": "text", "content": "".join(step.said)}]}
        told["gen_ai.output.messages"] = [{**answer, "finish_reason": step.facts.get("reason", "")}]
    return {name: json.dumps(value, ensure_ascii=False) for name, value in told.items() if value}


def part(message: Message) -> dict[str, str]:
    return {"type": "text", "content": message.content}
