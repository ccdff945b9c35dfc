"""How many calls are on their way: what headers say is read, and the bound of a service is reached but not passed."""

import asyncio
import time
from collections.abc import Iterator

import pytest

from app.batch import limits
from app.batch.checkpoint import Outcome
from app.batch.pace import Pace
from app.batch.row import labelled
from app.classifier import Classifier
from app.llm import sharing
from app.llm.endpoints import ModelSettings
from app.settings import PROJECT
from tests.fake_limits import Limit
from tests.fake_model import fake_model
from tests.fake_openai import FakeOpenAI


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenAI]:
    with fake_model(monkeypatch, LLM_API_KEY="sk-test-very-secret") as server:
        yield server


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1s", 1), ("6m0s", 360), ("17ms", 0.017), ("1h2m3.5s", 3723.5), ("1.5", 1.5), ("", 0), ("soon", 0)],
)
def test_times_are_read_as_services_write_them(text: str, seconds: float) -> None:
    assert limits.seconds(text) == pytest.approx(seconds)


def test_a_bucket_says_when_there_is_room_for_the_next() -> None:
    headers = {
        "x-ratelimit-limit-requests": "500",
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-requests": "1m0s",
        "x-ratelimit-limit-tokens": "30000",
        "x-ratelimit-remaining-tokens": "29000",
        "x-ratelimit-reset-tokens": "2s",
        "x-ratelimit-remaining-images": "none",
    }
    said = limits.said(headers, 100.0)
    assert said["requests"].wait(1, 100.0) == pytest.approx(60 / 500)
    assert said["requests"].wait(1, 101.0) == 0
    assert said["tokens"].wait(20_000, 100.0) == 0
    assert said["tokens"].wait(29_500, 100.0) == pytest.approx(1.0)
    assert said["tokens"].wait(90_000, 120.0) == 0  # more than ever fits goes when all is there
    assert limits.said({"x-ratelimit-remaining-requests": "many"}, 0) == {}


def timed(fake: FakeOpenAI, number: int, most: int = 16) -> float:
    """Label so many texts by calls that keep to a pace, and return the seconds it took."""

    async def run() -> float:
        pace, settings, classifier = Pace(most), ModelSettings(), Classifier(PROJECT)
        async with sharing(pace.heard):
            begun = time.monotonic()
            texts = [f"Number {each}" for each in range(number)]
            found = await asyncio.gather(*(labelled(classifier, text, "decisions", pace, settings) for text in texts))
            assert {outcome.error for outcome in found} <= {""}, found
            assert all(isinstance(outcome, Outcome) for outcome in found)
            return time.monotonic() - begun

    return asyncio.run(run())


def test_a_limit_that_headers_tell_is_reached_and_hardly_passed(fake: FakeOpenAI) -> None:
    fake.limit, fake.latency = Limit(per_minute=1200, burst=20), 0.05
    seconds = timed(fake, 80)
    assert seconds > 60 / 20 * 0.95  # 20 at once, then 20 a second
    assert seconds < 60 / 20 * 2
    assert fake.limit.refused <= 8


def test_refusals_of_a_service_that_says_no_more_are_few(fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_RETRY_WAIT", "0.2")
    fake.limit, fake.latency = Limit(per_minute=900, burst=4, silent=True), 0.05
    timed(fake, 40)
    assert 0 < fake.limit.refused < 120  # three a text, where ten would end the run


def test_all_calls_of_a_run_go_over_connections_that_stay_open(fake: FakeOpenAI) -> None:
    opened = 0
    accept = fake.get_request

    def counted() -> object:
        nonlocal opened
        opened += 1
        return accept()

    fake.get_request = counted  # type: ignore[method-assign,assignment]
    timed(fake, 60, most=4)
    assert opened <= 4
