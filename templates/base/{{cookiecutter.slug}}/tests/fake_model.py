"""The fake as the app's model."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.fake_openai import FakeOpenAI, fake_openai


@contextmanager
def fake_model(monkeypatch: pytest.MonkeyPatch, **settings: str) -> Iterator[FakeOpenAI]:
    """Serve the fake and point the app at it; `settings` are what the test wants beside its address."""
    with fake_openai() as server:
        for name, value in {"LLM_BASE_URL": server.base_url, "LLM_MODEL": "plain", **settings}.items():
            monkeypatch.setenv(name, value)
        yield server


def priced(monkeypatch: pytest.MonkeyPatch, server: FakeOpenAI, usd_in: float = 100, usd_out: float = 0) -> None:
    """Let what the fake does cost USD a million tokens: it gets a name that is not this machine's, and a day's cap."""
    for name, value in {
        "HTTP_PROXY": server.base_url.removesuffix("/v1"),
        "LLM_BASE_URL": "http://models.example/v1",
        "LLM_PRICE_IN": str(usd_in),
        "LLM_PRICE_OUT": str(usd_out),
        "CAP_APP_USD": "1000",
    }.items():
        monkeypatch.setenv(name, value)
