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
