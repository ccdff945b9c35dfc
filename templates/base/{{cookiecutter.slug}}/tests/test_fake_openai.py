"""The fake speaks as OpenAI does: the SDK's own types take its events strictly."""

import json
from typing import Any

import httpx2
import pytest
from openai.types import Model
from openai.types.chat import ChatCompletionChunk
from openai.types.responses import ResponseStreamEvent
from pydantic import TypeAdapter, ValidationError

from tests.fake_openai import ERRORS, REPLY, SCENARIOS, fake_openai

EVENT: TypeAdapter[Any] = TypeAdapter(ResponseStreamEvent)
WHOLE = [name for name in SCENARIOS if name not in {*ERRORS, "hang", "hang_midway", "cut", "drop", "bad_chunk", "slow"}]


def lines(path: str, model: str) -> list[str]:
    """Ask the fake without the SDK and return the data of its events."""
    with fake_openai() as fake:
        reply = httpx2.post(f"{fake.base_url}/{path}", json={"model": model}, timeout=10)
        if reply.status_code == 429:
            reply = httpx2.post(f"{fake.base_url}/{path}", json={"model": model}, timeout=10)
    return [line.removeprefix("data: ") for line in reply.text.split("\n") if line.startswith("data: ")]


@pytest.mark.parametrize("model", WHOLE)
def test_responses_events_are_what_the_sdk_expects(model: str) -> None:
    events = [json.loads(line) for line in lines("responses", model)]
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    for event in events:
        parsed = EVENT.validate_json(json.dumps(event), strict=True)
        assert parsed.type == event["type"]
        assert not parsed.model_extra


@pytest.mark.parametrize("model", [name for name in WHOLE if name != "error_event"])
def test_chat_chunks_are_what_the_sdk_expects(model: str) -> None:
    *chunks, last = lines("chat/completions", model)
    assert last == "[DONE]" or model == "content_filter"
    for chunk in chunks:
        assert not ChatCompletionChunk.model_validate_json(chunk, strict=True).model_extra


def test_the_text_is_the_same_in_every_place_of_a_reply() -> None:
    events = [json.loads(line) for line in lines("responses", "plain")]
    assert "".join(e["delta"] for e in events if e["type"] == "response.output_text.delta") == REPLY
    assert events[-1]["response"]["output"][0]["content"][0]["text"] == REPLY


def test_a_broken_chunk_is_refused_by_the_same_check() -> None:
    with pytest.raises(ValidationError):
        EVENT.validate_json(lines("responses", "bad_chunk")[-1], strict=True)


def test_the_models_are_listed() -> None:
    with fake_openai() as fake:
        rows = httpx2.get(f"{fake.base_url}/models").json()["data"]
    assert {Model.model_validate(row, strict=True).id for row in rows} == set(SCENARIOS)


def test_the_control_attribute_wins_over_the_model_s_name() -> None:
    with fake_openai() as fake:
        fake.scenario = "wrong_key"
        reply = httpx2.post(f"{fake.base_url}/responses", json={"model": "plain"})
    assert (reply.status_code, reply.json()["error"]["code"]) == (401, "invalid_api_key")
    assert [request.body["model"] for request in fake.requests] == ["plain"]


def test_an_unknown_path_is_404() -> None:
    with fake_openai() as fake:
        assert httpx2.post(f"{fake.base_url}/embeddings", json={"model": "plain"}).status_code == 404
        assert httpx2.get(f"{fake.base_url}/files").status_code == 404
