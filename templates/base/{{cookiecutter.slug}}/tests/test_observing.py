"""Whoever watches the app is told what it does, and nobody's words but where those of a model call belong."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from app import llm, observing
from app.llm import LLMFault, Message
from app.observing import Fact, Step
from tests.fake_model import priced
from tests.fake_openai import PIECES, FakeOpenAI
from tests.fake_wire import INPUT_TOKENS, OUTPUT_TOKENS
from tests.server import serving

ASKED = (Message("system", "Be brief."), Message("user", "How much?"))


class Watcher:
    """Keeps the steps that have ended."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.is_closed = False

    @contextmanager
    def watch(self, step: Step) -> Iterator[None]:
        try:
            yield
        finally:
            self.steps.append(step)

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def watcher(monkeypatch: pytest.MonkeyPatch) -> Watcher:
    found = Watcher()
    monkeypatch.setattr(observing, "watching", lambda: (found,))
    return found


async def reply(count: int = 1_000) -> None:
    events = llm.stream(ASKED)
    async for _ in events:
        count -= 1
        if not count:
            break
    await events.aclose()  # type: ignore[attr-defined]


def test_a_call_is_told_with_what_it_took_and_what_was_said(fake: FakeOpenAI, watcher: Watcher) -> None:
    asyncio.run(reply())
    (step,) = watcher.steps
    told: dict[str, Fact] = {"operation": "chat", "model": "plain", "host": "127.0.0.1"}
    told |= {"response_model": "plain", "reason": "stop"}
    told |= {"input_tokens": INPUT_TOKENS, "output_tokens": OUTPUT_TOKENS, "cost_usd": 0.0, "estimated": False}
    assert (step.kind, step.fault, step.asked, tuple(step.said)) == ("model", "", ASKED, PIECES)
    assert {name: step.facts.get(name) for name in told} == told
    assert 0 < float(step.facts["first_token_seconds"]) < 30


def test_a_call_that_is_tried_again_or_fails_is_one_step(
    fake: FakeOpenAI, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLM_FALLBACK_MODEL", "plain")
    monkeypatch.setenv("LLM_MODEL", "500")
    asyncio.run(reply())
    failed, answered = watcher.steps
    assert (failed.facts["model"], failed.fault, answered.fault) == ("500", "server_error", "")
    assert [(event.name, event.facts["fault"]) for event in failed.events] == [("retry", "server_error")] * 2


def test_a_reply_that_nobody_waits_for_was_stopped(fake: FakeOpenAI, watcher: Watcher) -> None:
    asyncio.run(reply(1))
    (step,) = watcher.steps
    assert (step.facts["stopped"], step.fault) == (True, "")


def test_a_cap_that_refuses_a_call_is_its_fault(
    fake: FakeOpenAI, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    priced(monkeypatch, fake)
    monkeypatch.setenv("CAP_APP_USD", "0")
    with pytest.raises(LLMFault):
        asyncio.run(reply())
    assert [step.fault for step in watcher.steps] == ["cap_app"]


def test_a_request_is_told_by_its_route(
    watcher: Watcher,
    monkeypatch: pytest.MonkeyPatch,
    serve: Callable[[Path], httpx2.Client],
    write_project: Callable[..., Path],
) -> None:
    monkeypatch.setenv("ROOT_PATH", "/below")
    client = serve(write_project())
    for path in ("/api/product?q=secret", "/below/", "/nowhere/secret", "/healthz", "/static/entry.js"):
        client.get(path)
    found = [(step.facts.get("route"), step.facts["status"]) for step in watcher.steps]
    assert found == [("/api/product", 200), ("/", 200), (None, 404)]
    assert "secret" not in str([step.facts for step in watcher.steps])


def test_the_watching_ends_with_the_server(watcher: Watcher, write_project: Callable[..., Path]) -> None:
    with serving(write_project()):
        assert not watcher.is_closed
    assert watcher.is_closed
