"""What the tests of all templates stand on in this app."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from tests.library import NO_VECTORS


@pytest.fixture(autouse=True)
def _questions_as_they_are_said(
    _own_settings: None, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Have nothing rewritten, nor told by its meaning, where a test does not want that.

    The tests of conversations count the calls of a model, and one that is far from every passage is not called.
    """
    monkeypatch.setenv("REWRITE_FOLLOW_UPS", "false")
    if all(mark.kwargs.get("reason") != NO_VECTORS for mark in request.node.iter_markers("skipif")):
        monkeypatch.setenv("EMBEDDINGS", "none")


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
