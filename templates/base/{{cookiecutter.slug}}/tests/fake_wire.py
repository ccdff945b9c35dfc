"""What OpenAI's API puts on the wire, shape by shape: the events of both APIs, the list of models, the errors."""

import zlib
from collections.abc import Iterator, Sequence
from typing import Any

Payload = dict[str, Any]

INPUT_TOKENS, OUTPUT_TOKENS, CACHED_TOKENS = 1000, 200, 400
DIMENSIONS = 64


def response(model: str, status: str, **fields: Any) -> Payload:
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 1_790_000_000,
        "model": model,
        "status": status,
        "output": [],
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "error": None,
        "incomplete_details": None,
        **fields,
    }


def responses_usage() -> Payload:
    return {
        "input_tokens": INPUT_TOKENS,
        "input_tokens_details": {"cached_tokens": CACHED_TOKENS, "cache_write_tokens": 0},
        "output_tokens": OUTPUT_TOKENS,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": INPUT_TOKENS + OUTPUT_TOKENS,
    }


def text_part(text: str) -> Payload:
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}


def refusal_part(text: str) -> Payload:
    return {"type": "refusal", "refusal": text}


def item(status: str, *parts: Payload) -> Payload:
    return {"id": "msg_1", "type": "message", "role": "assistant", "status": status, "content": list(parts)}


def responses_events(
    model: str, pieces: Sequence[str], refusal: bool = False, reasoning: bool = False
) -> Iterator[Payload]:
    """Yield a reply as the Responses API streams it."""
    for number, event in enumerate(_responses_events(model, pieces, refusal, reasoning)):
        yield {**event, "sequence_number": number}


def _responses_events(model: str, pieces: Sequence[str], refusal: bool, reasoning: bool) -> Iterator[Payload]:
    thoughts = [{"id": "rs_1", "type": "reasoning", "summary": []}] if reasoning else []
    part, kind, field = (refusal_part, "refusal", "refusal") if refusal else (text_part, "output_text", "text")
    place = {"item_id": "msg_1", "output_index": len(thoughts), "content_index": 0}
    extra: Payload = {} if refusal else {"logprobs": []}
    text = "".join(pieces)
    whole = item("completed", *([part(text)] if text else []))
    yield {"type": "response.created", "response": response(model, "in_progress")}
    yield {"type": "response.in_progress", "response": response(model, "in_progress")}
    for thought in thoughts:
        yield {"type": "response.output_item.added", "output_index": 0, "item": thought}
        yield {"type": "response.output_item.done", "output_index": 0, "item": thought}
    yield {"type": "response.output_item.added", "output_index": len(thoughts), "item": item("in_progress")}
    if text:
        yield {"type": "response.content_part.added", **place, "part": part("")}
        for piece in pieces:
            yield {"type": f"response.{kind}.delta", **place, **extra, "delta": piece}
        yield {"type": f"response.{kind}.done", **place, **extra, field: text}
        yield {"type": "response.content_part.done", **place, "part": part(text)}
    yield {"type": "response.output_item.done", "output_index": len(thoughts), "item": whole}
    finished = response(model, "completed", output=[*thoughts, whole], usage=responses_usage())
    yield {"type": "response.completed", "response": finished}


def inside(event: Payload) -> Payload:
    """Return the response that the last event of a stream carries."""
    finished: Payload = event["response"]
    return finished


def responses_ended(model: str, code: str) -> Iterator[Payload]:
    """Yield a stream that ends by the API's own word: filtered, or failed with an error's code."""
    filtered = {"incomplete_details": {"reason": "content_filter"}, "usage": responses_usage()}
    failed = {"error": {"code": code, "message": "It failed."}}
    status, fields = ("incomplete", filtered) if code == "content_filter" else ("failed", failed)
    begun = response(model, "in_progress")
    yield {"type": "response.created", "response": begun, "sequence_number": 0}
    yield {"type": "response.in_progress", "response": begun, "sequence_number": 1}
    yield {"type": f"response.{status}", "response": response(model, status, **fields), "sequence_number": 2}


def chat_chunk(model: str, delta: Payload | None, finish: str | None = None, usage: Payload | None = None) -> Payload:
    choices = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}]
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1_790_000_000,
        "model": model,
        "choices": choices,
        "usage": usage,
    }


def chat_chunks(model: str, pieces: Sequence[str], finish: str = "stop", refusal: bool = False) -> Iterator[Payload]:
    """Yield a reply as Chat Completions streams it, with its usage last."""
    yield chat_chunk(model, {"role": "assistant", "content": ""})
    for piece in pieces:
        yield chat_chunk(model, {"refusal" if refusal else "content": piece})
    yield chat_chunk(model, {}, finish)
    yield chat_chunk(model, None, usage=chat_usage())


def chat_usage() -> Payload:
    return {
        "prompt_tokens": INPUT_TOKENS,
        "completion_tokens": OUTPUT_TOKENS,
        "total_tokens": INPUT_TOKENS + OUTPUT_TOKENS,
        "prompt_tokens_details": {"cached_tokens": CACHED_TOKENS},
    }


def chat_completion(model: str, pieces: Sequence[str], finish: str = "stop", refusal: bool = False) -> Payload:
    """Return a reply as Chat Completions gives it at once."""
    text = "".join(pieces)
    message = {"role": "assistant", "content": None if refusal else text, "refusal": text if refusal else None}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_790_000_000,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}],
        "usage": chat_usage(),
    }


def model(name: str, shutdown_date: str | None = None) -> Payload:
    return {
        "id": name,
        "object": "model",
        "created": 1_790_000_000,
        "owned_by": "fake",
        "shutdown_date": shutdown_date,
    }


def models(*rows: Payload) -> Payload:
    return {"object": "list", "data": list(rows)}


def embeddings(model: str, texts: str | list[str]) -> Payload:
    """Return vectors that are close where texts share words."""
    every = [texts] if isinstance(texts, str) else texts
    rows = [{"object": "embedding", "index": number, "embedding": vector(text)} for number, text in enumerate(every)]
    tokens = sum(len(text.split()) for text in every)
    usage = {"prompt_tokens": tokens, "total_tokens": tokens}
    return {"object": "list", "model": model, "data": rows, "usage": usage}


def vector(text: str) -> list[float]:
    counts = [0.0] * DIMENSIONS
    for word in text.lower().split():
        counts[zlib.crc32(word.encode()) % DIMENSIONS] += 1
    return counts


def schema_of(body: Payload) -> Payload | None:
    """Return the JSON schema that a request of either API asks for."""
    chat = body.get("response_format", {}).get("json_schema", {})
    schema: Payload | None = chat.get("schema") or body.get("text", {}).get("format", {}).get("schema")
    return schema


def value_of(schema: Payload) -> Any:
    """Return the simplest value of a schema without references."""
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    match schema.get("type"):
        case "object":
            return {name: value_of(part) for name, part in schema.get("properties", {}).items()}
        case "array":
            return [value_of(schema["items"])] * schema.get("minItems", 1)
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
        case _:
            return "text"


def error(code: str | None, message: str, kind: str = "invalid_request_error") -> Payload:
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}
