"""Whatever is asked of a model, it never sees data of a person's, and the reply has it all the same."""

import asyncio
import json
import logging
import re
import socket
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import httpx2
import pytest
from pydantic import BaseModel

from app import llm, observing
from app.llm import Choice, Delta, Message, Predicate
from app.masking import audit
from app.masking.mask import NOTE
from tests import fake_openai, planted
from tests.fake_openai import FakeOpenAI
from tests.planted import COUNTS, EMAIL, MASKED, PHONE, SAID
from tests.test_observing import Watcher

Run = Callable[..., CompletedProcess[str]]


class Who(BaseModel):
    """A value with data in it."""

    colour: str
    email: str


def told(text: str, *before: Message) -> list[str]:
    """Return the pieces of a reply."""

    async def ask() -> list[str]:
        return [event.text async for event in llm.stream([*before, Message("user", text)]) if isinstance(event, Delta)]

    return asyncio.run(ask())


def test_a_stream_is_masked_and_put_right_wherever_it_is_cut(fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fake_openai, "WORD", re.compile(".", re.DOTALL))  # a piece a letter
    fake.texts = ["Gửi [EMAIL-1], gọi [PHONE-1] [1] [EMAIL-9] [EM"]
    pieces = told(SAID, Message("system", f"Write to {EMAIL}."), Message("assistant", f"[PHONE-1] {PHONE}?"))
    assert "".join(pieces) == f"Gửi {EMAIL}, gọi {PHONE} [1] [EMAIL-9] [EM"
    assert not planted.seen(fake.requests)
    sent = json.dumps(fake.requests[0].body, ensure_ascii=False)
    assert all(text in sent for text in (MASKED, "Write to [EMAIL-1].", "[MARK-1] [PHONE-1]?", NOTE))


def test_a_reply_without_data_is_passed_on_as_it_comes(fake: FakeOpenAI) -> None:
    assert tuple(told("How much is a service?")) == fake_openai.PIECES
    assert NOTE not in json.dumps(fake.requests[0].body)


def test_a_value_has_the_data_that_the_model_did_not_see(fake: FakeOpenAI) -> None:
    fake.texts = ['{"colour": "[MARK-1]", "email": "[EMAIL-1]"}']
    found = asyncio.run(
        llm.parse([Message("user", json.dumps({"text": f"x\n{SAID}\n[ID-1]"}, ensure_ascii=False))], Who)
    )
    assert found.value == Who(colour="[ID-1]", email=EMAIL)
    assert not planted.seen(fake.requests)


def test_vectors_and_decisions_are_asked_for_with_masks(fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_EMBEDDING_MODEL", "plain")
    assert len(asyncio.run(llm.embed([SAID, f"Call {PHONE}"]))) == 2
    assert fake.requests[0].body["input"] == [MASKED, "Call [PHONE-1]"]
    questions: list[Choice | Predicate] = [
        Choice(f"Of {EMAIL}?", {"a": f"has {PHONE}", "b": ""}),
        Predicate(f"It is of {EMAIL}"),
    ]
    asyncio.run(llm.decide(SAID, questions))
    assert not planted.seen(fake.requests)
    assert [row["purpose"] for row in audit.rows()] == ["vectors", "decisions"]


def test_neither_the_log_nor_the_audit_log_has_it_in_clear(
    fake: FakeOpenAI, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)  # at which the SDK tells most
    told(SAID)
    fake.scenario = "500"
    with pytest.raises(llm.LLMFault):
        told(SAID)
    assert "openai" in caplog.text
    assert not planted.shows(caplog.text)
    (file,) = (tmp_path / "audit").iterdir()
    assert not planted.shows(file.read_text(encoding="utf-8"))
    assert [row["masked"] for row in audit.rows()] == [COUNTS, COUNTS]  # the call that failed is there, too


def test_whoever_watches_calls_sees_what_the_model_saw(fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    watcher = Watcher()
    monkeypatch.setattr(observing, "watching", lambda: (watcher,))
    fake.texts = ["Call [PHONE-1]."]
    assert "".join(told(SAID)) == f"Call {PHONE}."
    (step,) = watcher.steps
    assert (step.asked[0].content, "".join(step.said)) == (MASKED, "Call [PHONE-1].")
    assert not planted.shows(repr(vars(step)))


def test_only_the_private_network_is_asked_unless_the_owner_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LLM_PRIVATE")
    monkeypatch.setenv("LLM_BASE_URL", "http://models.example/v1")
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_, **__: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 0))]
    )
    with pytest.raises(llm.LLMFault) as raised:
        told("Hello")
    assert raised.value.code == "private"
    assert llm.is_private()


@pytest.mark.parametrize(("private", "hint"), [("", False), ("false", True)])
def test_the_doctor_says_what_may_leave(run: Run, monkeypatch: pytest.MonkeyPatch, private: str, hint: bool) -> None:
    monkeypatch.setenv("LLM_PRIVATE", private)
    rows = {row["name"]: row for row in json.loads(run("doctor", "--json").stdout)["checks"]}
    row = rows["LLM_PRIVATE"]
    assert (row["status"], "LLM_PRIVATE=true" in row["hint"]) == ("ok", hint)
    assert "names and home addresses are not" in row["message"]


def test_the_page_says_it_in_both_languages(client: httpx2.Client) -> None:
    (said,) = client.get("/api/product").json()["screened"]
    assert ("names" in said["en"], "họ tên" in said["vi"]) == (True, True)
