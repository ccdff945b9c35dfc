"""What OpenAI's API puts on the wire, shape by shape: the events of both APIs, the list of models, the errors."""

from collections.abc import Iterator, Sequence
from typing import Any

Payload = dict[str, Any]

INPUT_TOKENS, OUTPUT_TOKENS, CACHED_TOKENS = 1000, 200, 400


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


def responses_events(model: str, pieces: Sequence[str], refusal: bool = False) -> Iterator[Payload]:
    """Yield a reply as the Responses API streams it."""
    for number, event in enumerate(_responses_events(model, pieces, refusal)):
        yield {**event, "sequence_number": number}


def _responses_events(model: str, pieces: Sequence[str], refusal: bool) -> Iterator[Payload]:
    part, kind, field = (refusal_part, "refusal", "refusal") if refusal else (text_part, "output_text", "text")
    place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    extra: Payload = {} if refusal else {"logprobs": []}
    text = "".join(pieces)
    whole = item("completed", *([part(text)] if text else []))
    yield {"type": "response.created", "response": response(model, "in_progress")}
    yield {"type": "response.in_progress", "response": response(model, "in_progress")}
    yield {"type": "response.output_item.added", "output_index": 0, "item": item("in_progress")}
    if text:
        yield {"type": "response.content_part.added", **place, "part": part("")}
        for piece in pieces:
            yield {"type": f"response.{kind}.delta", **place, **extra, "delta": piece}
        yield {"type": f"response.{kind}.done", **place, **extra, field: text}
        yield {"type": "response.content_part.done", **place, "part": part(text)}
    yield {"type": "response.output_item.done", "output_index": 0, "item": whole}
    finished = response(model, "completed", output=[whole], usage=responses_usage())
    yield {"type": "response.completed", "response": finished}


def responses_filtered(model: str) -> Payload:
    stopped = response(model, "incomplete", incomplete_details={"reason": "content_filter"}, usage=responses_usage())
    return {"type": "response.incomplete", "response": stopped, "sequence_number": 0}


def responses_failed(model: str, code: str) -> Payload:
    failed = response(model, "failed", error={"code": code, "message": "It failed."})
    return {"type": "response.failed", "response": failed, "sequence_number": 0}


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


def whole(responses: bool, model: str, pieces: Sequence[str]) -> Payload:
    """Return a reply as both APIs give it at once."""
    if responses:
        (*_, last) = responses_events(model, pieces)
        finished: Payload = last["response"]
        return finished
    message = {"role": "assistant", "content": "".join(pieces)}
    return {
        "id": "chatcmpl_1",
        "object": "chat.completion",
        "created": 1_790_000_000,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": chat_usage(),
    }


def models(*names: str) -> Payload:
    rows = [{"id": name, "object": "model", "created": 1_790_000_000, "owned_by": "fake"} for name in names]
    return {"object": "list", "data": rows}


def error(code: str | None, message: str, kind: str = "invalid_request_error") -> Payload:
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}
