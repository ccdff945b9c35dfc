"""A conversation in a browser, with a model that is the fake."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.fake_model import fake_model
from tests.fake_openai import FakeOpenAI


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenAI]:
    """Answer the app's calls to a model."""
    with fake_model(monkeypatch, LLM_API_KEY="a-key") as fake:
        yield fake


@pytest.fixture
def talk(
    page: Any, model: FakeOpenAI, serve: Callable[[Path], httpx2.Client], write_project: Callable[..., Path]
) -> Any:
    """Open the page of an app whose model is the fake."""
    page.goto(str(serve(write_project()).base_url))
    page.locator("#composer").wait_for()
    return page


def say(page: Any, text: str) -> None:
    page.locator("#composer").fill(text)
    page.keyboard.press("Enter")


def until(page: Any, condition: str) -> None:
    """Wait until an expression holds; as a function, since the page's policy evaluates no text."""
    page.wait_for_function(f"() => {condition}")


def settled(page: Any, replies: int = 1) -> None:
    """Wait until so many replies are there, and none is being written."""
    page.wait_for_function(
        "count => document.querySelectorAll('.reply').length === count && !document.querySelector('[aria-busy=true]')",
        arg=replies,
    )
