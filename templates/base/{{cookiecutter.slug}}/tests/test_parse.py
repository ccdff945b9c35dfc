"""Values and vectors from a model: the ladder of JSON, and embeddings, over the real SDK and a real server."""

import asyncio
import itertools
import math
from typing import Literal

import pytest
from pydantic import BaseModel, Field

from app import llm
from app.llm import LLMFault, Message, Parsed
from tests.fake_openai import FakeOpenAI
from tests.fake_wire import INPUT_TOKENS

QUESTION = [Message("system", "Be brief."), Message("user", "Which?")]


class Paint(BaseModel):
    """A schema with what schemas usually have."""

    colour: Literal["red", "green"]
    coats: int = Field(ge=1)


def parse() -> Parsed[Paint]:
    return asyncio.run(llm.parse(QUESTION, Paint))


def fault() -> str:
    with pytest.raises(LLMFault) as raised:
        parse()
    return raised.value.code


def test_an_endpoint_that_holds_the_schema_is_asked_once(fake: FakeOpenAI) -> None:
    parsed = parse()
    assert (parsed.value, parsed.rung, parsed.answerer) == (Paint(colour="red", coats=1), "schema", "plain")
    assert parsed.usage["input_tokens"] == INPUT_TOKENS
    assert len(fake.requests) == 1


@pytest.mark.parametrize(("scenario", "rung"), [("no_schema", "json"), ("no_format", "text")])
def test_one_that_does_not_is_asked_a_rung_lower_and_from_then_on(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, scenario: str, rung: str
) -> None:
    monkeypatch.setenv("LLM_MODEL", scenario)
    reply = '{"colour": "green", "coats": 2}'
    fake.texts = [reply, f"```json\n{reply}\n```"]
    assert (parse().rung, parse().rung) == (rung, rung)
    tries = {"json": 2, "text": 3}[rung]
    assert len(fake.requests) == tries + 1


def test_text_that_does_not_fit_costs_a_rung_and_counts(fake: FakeOpenAI) -> None:
    fake.texts = ['{"colour": "blue", "coats": 2}', "Green, two coats.", '{"colour": "green", "coats": 2}']
    parsed = parse()
    assert (parsed.value.coats, parsed.rung) == (2, "text")
    assert parsed.usage["input_tokens"] == 3 * INPUT_TOKENS


@pytest.mark.parametrize(
    ("scenario", "code"),
    [
        ("broken_json", "unparsed"),
        ("bad_chunk", "cut_stream"),
        ("empty", "unparsed"),
        ("refusal", "refusal"),
        ("content_filter", "content_filter"),
        ("wrong_key", "wrong_key"),
    ],
)
def test_every_fault_has_its_own_code(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, scenario: str, code: str
) -> None:
    monkeypatch.setenv("LLM_MODEL", scenario)
    assert fault() == code


def test_vectors_come_in_order_with_length_one_and_in_several_requests_where_there_are_many(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLM_EMBEDDING_MODEL", "plain")
    vectors = asyncio.run(llm.embed([*itertools.repeat("a red bike", 256), "", "a red bike"]))
    assert len(vectors) == 258
    assert vectors[0] == vectors[-1] != vectors[-2]
    assert all(math.isclose(math.hypot(*vector), 1) for vector in vectors)
    assert [len(request.body["input"]) for request in fake.requests] == [256, 2]


def test_without_a_model_for_embeddings_nothing_is_asked(fake: FakeOpenAI) -> None:
    with pytest.raises(LLMFault) as raised:
        asyncio.run(llm.embed(["a bike"]))
    assert raised.value.code == "no_embeddings"
    assert not fake.requests
