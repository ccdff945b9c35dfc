"""What the tests of all templates stand on in this app."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest


@pytest.fixture(autouse=True)
def _follow_ups_as_they_are_said(_own_settings: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have nothing rewritten where a test does not say so: the tests of conversations count the calls of a model."""
    monkeypatch.setenv("REWRITE_FOLLOW_UPS", "false")


@pytest.fixture
def address(serve: Callable[[Path], httpx2.Client], write_project: Callable[..., Path]) -> str:
    return str(serve(write_project(faq={})).base_url)


@pytest.fixture
def visit(address: str) -> Iterator[Callable[[], httpx2.Client]]:
    """Return a way to come as a visitor whom the app has not seen."""
    clients = []

    def come() -> httpx2.Client:
        clients.append(httpx2.Client(base_url=address, timeout=30))
        clients[-1].get("/")
        return clients[-1]

    yield come
    for client in clients:
        client.close()
