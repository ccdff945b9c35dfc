"""The door to models, over the real SDK and a real server: replies, every fault, and Stop."""

import asyncio
import logging
import time
from contextlib import suppress

import pytest

from app import llm
from app.llm import Delta, Done, LLMFault, Message
from app.llm.faults import SENTENCES
from app.words import in_language
from tests.conftest import KEY
from tests.fake_openai import REPLY, FakeOpenAI
from tests.fake_wire import INPUT_TOKENS, OUTPUT_TOKENS

ASKED = [
    Message("system", "Be brief."),
    Message("user", "How much?"),
    Message("assistant", "What?"),
    Message("user", "A service."),
]
LANGUAGE = llm.about.get().product.language

FAULTS = {
    "wrong_key": "wrong_key",
    "no_model": "no_model",
    "no_credit": "no_credit",
    "429": "rate_limit",
    "500": "server_error",
    "hang": "timeout",
    "hang_midway": "timeout",
    "cut": "cut_stream",
    "drop": "cut_stream",
    "bad_chunk": "cut_stream",
    "refusal": "refusal",
    "context_too_long": "context_too_long",
    "content_filter": "content_filter",
    "content_filter_400": "content_filter",
    "empty": "empty_reply",
}


async def reply() -> list[Delta | Done]:
    return [event async for event in llm.stream(ASKED)]


def fault() -> LLMFault:
    with pytest.raises(LLMFault) as raised:
        asyncio.run(reply())
    return raised.value


def test_a_reply_comes_in_pieces_and_ends_with_what_it_took(fake: FakeOpenAI) -> None:
    *deltas, done = asyncio.run(reply())
    assert "".join(event.text for event in deltas if isinstance(event, Delta)) == REPLY
    assert len(deltas) > 3
    assert done == Done(
        {"input_tokens": INPUT_TOKENS, "output_tokens": OUTPUT_TOKENS}, 0.0, estimated=False, answerer="plain"
    )


def test_what_is_sent_is_what_was_said_and_nothing_is_kept_there(fake: FakeOpenAI) -> None:
    asyncio.run(reply())
    (request,) = fake.requests
    assert request.headers["authorization"] == f"Bearer {KEY}"
    if request.path.endswith("/responses"):
        assert (request.body["instructions"], request.body["store"]) == ("Be brief.", False)
        sent = request.body["input"]
    else:
        assert request.body["messages"][0] == {"role": "system", "content": "Be brief."}
        sent = request.body["messages"][1:]
    assert [(turn["role"], turn["content"]) for turn in sent] == [(m.role, m.content) for m in ASKED[1:]]


@pytest.mark.parametrize(("scenario", "code"), FAULTS.items())
def test_every_fault_has_its_own_code(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, scenario: str, code: str
) -> None:
    monkeypatch.setenv("LLM_MODEL", scenario)
    if code == "timeout":
        monkeypatch.setenv("LLM_TIMEOUT_FIRST", "0.2")
        monkeypatch.setenv("LLM_TIMEOUT_SILENCE", "0.2")
    caplog.set_level(logging.INFO)
    raised = fault()
    message, hint = in_language(SENTENCES, LANGUAGE)[code]
    assert (raised.code, raised.message, raised.hint) == (code, message.format(model=scenario), hint)
    assert KEY not in caplog.text
    assert "sk-secret" not in caplog.text + str(raised)


def test_an_error_inside_a_stream_is_a_fault(fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_MODEL", "error_event")
    assert fault().code in {"rate_limit", "server_error"}


def test_a_rate_limit_that_passes_is_waited_for(fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_MODEL", "429_once")
    start = time.monotonic()
    assert isinstance(asyncio.run(reply())[-1], Done)
    assert time.monotonic() - start > 0.9  # retry-after says one second
    assert len(fake.requests) == 2


def test_a_server_that_fails_is_asked_three_times_in_all(fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_MODEL", "500")
    fault()
    assert len(fake.requests) == 3


def test_a_reply_that_never_ends_meets_its_time_limit(fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_MODEL", "slow")
    monkeypatch.setenv("LLM_TIMEOUT_TOTAL", "0.4")
    assert fault().code == "timeout"
    assert fake.requests[0].left.wait(1)


def test_nobody_listening_is_a_server_error(fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_BASE_URL", "http://127.0.0.1:9/v1")
    assert fault().code == "server_error"


def test_an_endpoint_that_wants_a_key_is_not_told_that_one_is_wrong(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLM_API_KEY", "")
    monkeypatch.setenv("LLM_MODEL", "wrong_key")
    assert fault().code == "no_key"


def test_usage_that_is_not_reported_is_estimated(fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_MODEL", "no_usage")
    done = asyncio.run(reply())[-1]
    assert isinstance(done, Done)
    assert done.estimated
    assert done.usage
    assert 0 < done.usage["output_tokens"] < 30


def test_thinking_is_no_part_of_the_reply(fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_MODEL", "reasoning")
    assert "".join(event.text for event in asyncio.run(reply()) if isinstance(event, Delta)) == REPLY


@pytest.mark.parametrize("key", ["sk-test-\u200bsecret", "sk-test\nvery-secret"])
def test_a_key_that_no_header_can_carry_is_a_wrong_key(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, key: str
) -> None:
    monkeypatch.setenv("LLM_API_KEY", key)
    assert fault().code == "wrong_key"
    assert "secret" not in caplog.text
    assert not fake.requests


@pytest.mark.parametrize("scenario", ["no_model", "500", "429"])
def test_where_the_model_fails_the_fallback_is_asked(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, scenario: str
) -> None:
    monkeypatch.setenv("LLM_MODEL", scenario)
    monkeypatch.setenv("LLM_FALLBACK_MODEL", "plain")
    monkeypatch.setenv("LLM_RETRIES", "0")
    done = asyncio.run(reply())[-1]
    assert isinstance(done, Done)
    assert done.answerer == "plain"
    assert [request.body["model"] for request in fake.requests] == [scenario, "plain"]


@pytest.mark.parametrize("scenario", ["wrong_key", "cut"])
def test_no_fallback_helps_where_the_key_is_wrong_or_the_reply_has_begun(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, scenario: str
) -> None:
    monkeypatch.setenv("LLM_MODEL", scenario)
    monkeypatch.setenv("LLM_FALLBACK_MODEL", "plain")
    fault()
    assert len(fake.requests) == 1


@pytest.mark.parametrize("scenario", ["plain", "cut", "slow", "429"])
def test_what_a_reply_took_is_told_however_it_ends(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, scenario: str
) -> None:
    monkeypatch.setenv("LLM_MODEL", scenario)
    monkeypatch.setenv("LLM_RETRIES", "0")
    told: list[Done] = []

    async def ask() -> None:
        events = llm.stream(ASKED, settled=told.append)
        with suppress(LLMFault):
            async for _ in events:
                if scenario == "slow":
                    break
        await events.aclose()  # type: ignore[attr-defined]

    asyncio.run(ask())
    assert [done.estimated for done in told] == {"plain": [False], "429": []}.get(scenario, [True])
    assert all(done.usage and done.usage["input_tokens"] for done in told)


@pytest.mark.parametrize("scenario", ["slow", "hang"])
def test_stop_closes_the_connection_to_the_model(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, scenario: str
) -> None:
    monkeypatch.setenv("LLM_MODEL", scenario)

    async def stopped() -> bool:
        task = asyncio.create_task(reply())
        await asyncio.sleep(0.6)
        assert fake.requests
        task.cancel()
        return await asyncio.to_thread(fake.requests[0].left.wait, 1)

    assert asyncio.run(stopped())


def test_a_closed_generator_closes_the_connection_too(fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_MODEL", "slow")

    async def stopped() -> bool:
        async for _ in (events := llm.stream(ASKED)):
            break
        await events.aclose()  # type: ignore[attr-defined]
        return await asyncio.to_thread(fake.requests[0].left.wait, 1)

    assert asyncio.run(stopped())


def test_without_an_endpoint_there_is_no_model() -> None:
    assert llm.answerer() is None
    assert fault().code == "no_key"


def test_both_languages_have_every_sentence() -> None:
    assert SENTENCES["en"].keys() == SENTENCES["vi"].keys() >= set(FAULTS.values())
