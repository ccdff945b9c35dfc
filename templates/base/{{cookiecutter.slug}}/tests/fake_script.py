"""What the stand-in for OpenAI's API does, scenario by scenario; a model's name is the scenario it plays."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from tests import fake_wire as wire
from tests.fake_wire import Payload

PIECES = ("A service", " is", " 60 euros", ", đúng thế", " 😀.")
REPLY = "".join(PIECES)
SLOW_PIECES = ("tick ",) * 100
MANY_PIECES = ("word ",) * 1000
SLOW_PACE = 0.05  # seconds between the pieces of a slow reply

WAIT = "[WAIT]"  # in a script: send nothing until the other side leaves
DROP = "[DROP]"  # in a script: close the connection without a word

# The model's name -> status, error code, message, as the API words them.
ERRORS: dict[str, tuple[int, str | None, str]] = {
    "429": (429, "rate_limit_exceeded", "Rate limit reached for requests"),
    "500": (500, None, "The server had an error while processing your request"),
    "wrong_key": (401, "invalid_api_key", "Incorrect API key provided: sk-secret"),
    "no_model": (404, "model_not_found", "The model `no_model` does not exist or you do not have access to it"),
    "no_credit": (429, "insufficient_quota", "You exceeded your current quota"),
    "context_too_long": (400, "context_length_exceeded", "Your input exceeds the context window of this model"),
    "content_filter_400": (400, "content_filter", "The response was filtered by the content policy"),
}
# What the other scenarios do.
SCENARIOS = {
    "plain": "a whole reply; where a schema is asked for, a value of it",
    "slow": "a hundred pieces, twenty a second",
    "many": "a thousand pieces as fast as they can be sent",
    "429_once": "the first request is told to come again in a second",
    "hang": "no answer at all",
    "hang_midway": "half a stream, then silence",
    "cut": "half a stream that ends as if it were whole",
    "drop": "half a stream, then the connection is closed",
    "bad_chunk": "half a stream, then a chunk that is no JSON; a reply in one piece is cut in half",
    "broken_json": "a whole reply whose text is half a JSON object",
    "no_usage": "a whole reply that does not say what it took",
    "empty": "a whole reply without text",
    "reasoning": "a whole reply after some thinking",
    "refusal": "the model declines",
    "content_filter": "the service's filter stops the reply",
    "error_event": "a stream that ends in an error",
    "no_schema": "takes no JSON schema, only JSON",
    "no_format": "takes no format at all",
    "truncated": "a reply in one piece whose end never comes",
    "no_decisions": "has no Decisions API",
    "off_list": "decides for a value that nobody offered",
    "retiring": "a whole reply, of a model that is shut down in a month",
}
ENDS_EARLY = {"hang_midway": [WAIT], "cut": [], "drop": [DROP], "bad_chunk": ['{"choices": [{']}


def paths(scenario: str) -> set[str]:
    """Return where the scenario answers."""
    return {"/v1/responses", "/v1/chat/completions", *(() if scenario == "no_decisions" else ("/v1/decisions",))}


def stream(scenario: str, responses: bool, model: str, said: tuple[str, ...]) -> Iterator[str | Payload]:
    """Yield what a scenario puts on the wire: payloads, and text that is no payload."""
    if scenario == "hang":
        yield WAIT
    elif scenario == "content_filter":
        yield from wire.responses_ended(model, scenario) if responses else wire.chat_chunks(model, said[:1], scenario)
    elif scenario == "error_event":
        failed = wire.responses_ended(model, "rate_limit_exceeded")
        yield from failed if responses else [wire.error("server_error", "Oops")]
    else:
        whole = list(reply(scenario, responses, model, said))
        yield from whole[: len(whole) // 2] if scenario in ENDS_EARLY else whole
        yield from ENDS_EARLY.get(scenario, [])
    if not responses and scenario != "cut":
        yield "[DONE]"


def reply(scenario: str, responses: bool, model: str, said: tuple[str, ...]) -> Iterator[Payload]:
    """Yield a stream in the vendor's order."""
    refusal, pieces = scenario == "refusal", pieces_of(scenario, said)
    if responses:
        events = wire.responses_events(model, pieces, refusal=refusal, reasoning=scenario == "reasoning")
    else:
        events = wire.chat_chunks(model, pieces, refusal=refusal)
    return without_usage(events) if scenario == "no_usage" else events


def whole(scenario: str, responses: bool, model: str, said: tuple[str, ...]) -> Payload:
    """Return a reply that comes at once."""
    if responses:
        filtered = wire.responses_ended(model, scenario) if scenario == "content_filter" else None
        *_, last = filtered or wire.responses_events(model, pieces_of(scenario, said), refusal=scenario == "refusal")
        return wire.inside(last)
    finish = "content_filter" if scenario == "content_filter" else "stop"
    return wire.chat_completion(model, pieces_of(scenario, said), finish, refusal=scenario == "refusal")


def pieces_of(scenario: str, said: tuple[str, ...]) -> tuple[str, ...]:
    special = {
        "slow": SLOW_PIECES,
        "many": MANY_PIECES,
        "empty": (),
        "refusal": ("I cannot", " help."),
        "broken_json": ('{"colour":', ' "gre'),
    }
    return special.get(scenario, said)


def without_usage(events: Iterator[Payload]) -> Iterator[Payload]:
    for event in events:
        if "response" in event:
            yield {**event, "response": {**event["response"], "usage": None}}
        elif event.get("choices") != []:
            yield event


def refused_format(scenario: str, body: Payload) -> str:
    """Return the name of the parameter that the scenario does not take, or nothing."""
    name = "response_format" if "response_format" in body else "text.format"
    kind = (body.get("response_format") or body.get("text", {}).get("format") or {}).get("type")
    refused = {"no_schema": {"json_schema"}, "no_format": {"json_schema", "json_object"}}.get(scenario, set())
    return name if kind in refused else ""


def shutdown_date(model: str) -> str | None:
    return f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}" if model == "retiring" else None
