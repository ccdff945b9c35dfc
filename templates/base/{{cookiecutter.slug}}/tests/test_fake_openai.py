"""The fake speaks as OpenAI does: the SDK's own types take all it sends strictly, in the API's order."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from openai.types import CreateEmbeddingResponse, Model
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from openai.types.responses import Response, ResponseStreamEvent
from pydantic import TypeAdapter, ValidationError

from app.settings import PROJECT
from tests.fake_openai import REPLY, SCENARIOS, FakeOpenAI, fake_openai

EVENT: TypeAdapter[Any] = TypeAdapter(ResponseStreamEvent)
BROKEN = {"hang", "hang_midway", "cut", "drop", "bad_chunk", "truncated", "slow", "429_once"}
WHOLE = [name for name in SCENARIOS if name not in BROKEN]

# Of the names without `response.`.
ORDER = re.compile(
    r"created in_progress (incomplete|failed|(output_item\.added output_item\.done )?output_item\.added "
    r"(content_part\.added ((?P<kind>output_text|refusal)\.delta )+(?P=kind)\.done content_part\.done )?"
    r"output_item\.done completed)"
)


@pytest.fixture
def server() -> Iterator[FakeOpenAI]:
    with fake_openai() as fake:
        yield fake


def lines(server: FakeOpenAI, path: str, model: str) -> list[str]:
    """Ask the fake without the SDK and return the data of its events."""
    reply = httpx2.post(f"{server.base_url}/{path}", json={"model": model}, timeout=10)
    return [line.removeprefix("data: ") for line in reply.text.split("\n") if line.startswith("data: ")]


@pytest.mark.parametrize("model", WHOLE)
def test_responses_events_are_what_the_sdk_expects_in_the_order_it_expects(server: FakeOpenAI, model: str) -> None:
    events = [json.loads(line) for line in lines(server, "responses", model)]
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    for event in events:
        parsed = EVENT.validate_json(json.dumps(event), strict=True)
        assert parsed.type == event["type"]
        assert not parsed.model_extra
    names = " ".join(event["type"].removeprefix("response.") for event in events)
    assert ORDER.fullmatch(names)


@pytest.mark.parametrize("model", [name for name in WHOLE if name != "error_event"])
def test_chat_chunks_are_what_the_sdk_expects_in_the_order_it_expects(server: FakeOpenAI, model: str) -> None:
    *sent, last = lines(server, "chat/completions", model)
    assert last == "[DONE]"
    chunks = [ChatCompletionChunk.model_validate_json(chunk, strict=True) for chunk in sent]
    assert not any(chunk.model_extra for chunk in chunks)
    if model != "no_usage":
        assert (chunks[-1].choices, bool(chunks.pop().usage)) == ([], True)
    assert chunks[0].choices[0].delta.role == "assistant"
    finishes = [chunk.choices[0].finish_reason for chunk in chunks]
    assert finishes == [None] * (len(chunks) - 1) + ["content_filter" if model == "content_filter" else "stop"]


@pytest.mark.parametrize("model", [name for name in WHOLE if name != "error_event"])
def test_replies_in_one_piece_are_what_the_sdk_expects(server: FakeOpenAI, model: str) -> None:
    for path, kind in (("responses", Response), ("chat/completions", ChatCompletion)):
        reply = httpx2.post(f"{server.base_url}/{path}", json={"model": model, "stream": False})
        assert not kind.model_validate_json(reply.content, strict=True).model_extra


def test_the_text_is_the_same_in_every_place_of_a_reply(server: FakeOpenAI) -> None:
    events = [json.loads(line) for line in lines(server, "responses", "plain")]
    assert "".join(e["delta"] for e in events if e["type"] == "response.output_text.delta") == REPLY
    assert events[-1]["response"]["output"][0]["content"][0]["text"] == REPLY


def test_a_broken_chunk_is_refused_by_the_same_check(server: FakeOpenAI) -> None:
    with pytest.raises(ValidationError):
        EVENT.validate_json(lines(server, "responses", "bad_chunk")[-1], strict=True)


def test_the_models_are_listed_and_one_of_them_is_shut_down_soon(server: FakeOpenAI) -> None:
    rows = httpx2.get(f"{server.base_url}/models").json()["data"]
    models = {row["id"]: Model.model_validate(row, strict=True) for row in rows}
    assert models.keys() == SCENARIOS.keys()
    assert [name for name, model in models.items() if model.shutdown_date] == ["retiring"]
    assert httpx2.get(f"{server.base_url}/models/retiring").json() == rows[-1]


def test_embeddings_are_what_the_sdk_expects_and_close_where_words_are_shared(server: FakeOpenAI) -> None:
    texts = ["a red bike", "a blue bike", "opening hours"]
    reply = httpx2.post(f"{server.base_url}/embeddings", json={"model": "plain", "input": texts})
    first, near, far = CreateEmbeddingResponse.model_validate_json(reply.content, strict=True).data
    likeness = [sum(a * b for a, b in zip(first.embedding, row.embedding, strict=True)) for row in (near, far)]
    assert likeness[0] > likeness[1]


def test_a_rate_limit_says_when_to_come_again_or_does_not(server: FakeOpenAI) -> None:
    for model, after in (("429_once", "1"), ("429", None)):
        reply = httpx2.post(f"{server.base_url}/responses", json={"model": model})
        assert (reply.status_code, reply.headers.get("retry-after")) == (429, after)


def test_another_process_can_run_it_and_script_it_and_see_what_came() -> None:
    command = [sys.executable, "-m", "tests.fake_openai"]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout
        base_url = process.stdout.readline().strip().removeprefix("LLM_BASE_URL=")
        control = base_url.replace("/v1", "/control")
        httpx2.put(control, json={"texts": ["Hello."]})
        reply = httpx2.post(f"{base_url}/responses", json={"model": "plain", "stream": False}).json()
        assert reply["output"][0]["content"][0]["text"] == "Hello."
        httpx2.put(control, json={"scenario": "wrong_key"})
        assert httpx2.post(f"{base_url}/responses", json={"model": "plain"}).status_code == 401
        assert [request["body"]["model"] for request in httpx2.get(control).json()["requests"]] == ["plain", "plain"]
        assert httpx2.delete(control).json() == {"scenario": "", "texts": [], "requests": []}
        process.terminate()


def test_an_unknown_path_is_404(server: FakeOpenAI) -> None:
    assert httpx2.post(f"{server.base_url}/files", json={"model": "plain"}).status_code == 404
    assert httpx2.get(f"{server.base_url}/files").status_code == 404
