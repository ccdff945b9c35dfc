"""What costs may be asked for only so often; what cannot be counted is refused."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.rates import costly
from tests.server import serving

Write = Callable[..., Path]


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch, write_project: Write) -> Any:
    monkeypatch.setenv("RATE_VISITOR", "3/hour")
    monkeypatch.setenv("RATE_ADDRESS", "5/hour;100/day")
    monkeypatch.setenv("TRUSTED_PROXIES", "127.0.0.1")
    return serving(write_project(), costly)


def posts(client: httpx2.Client, count: int, address: str = "192.0.2.1") -> list[int]:
    headers = {"x-forwarded-for": address}
    return [client.post("/test/cost", headers=headers).status_code for _ in range(count)]


@pytest.mark.any_store
def test_one_request_too_many_is_told_when_to_come_back(limited: Any) -> None:
    with limited as address, httpx2.Client(base_url=address) as client:
        client.get("/")
        assert posts(client, 3) == [200] * 3
        reply = client.post("/test/cost", headers={"x-forwarded-for": "192.0.2.2"})
        assert reply.status_code == 429
        assert reply.json()["message"] == "There were too many requests at once."
        assert 1 <= int(reply.headers["retry-after"]) <= 7200
        assert client.post("/test/free").status_code == client.get("/api/product").status_code == 200


@pytest.mark.any_store
def test_a_fresh_cookie_each_time_does_not_help(limited: Any) -> None:
    with limited as address, httpx2.Client(base_url=address) as client:
        found = []
        for _ in range(7):
            client.cookies.clear()
            found += posts(client, 1)
        assert found == [200] * 5 + [429] * 2
        client.cookies.clear()
        assert posts(client, 1, "192.0.2.2") == [200]


def strangers(client: httpx2.Client, address: str) -> list[int]:
    """Post as seven visitors, one after another, each from the address with its number in it."""
    found = []
    for number in range(7):
        client.cookies.clear()
        found += posts(client, 1, address.format(number))
    return found


@pytest.mark.parametrize("address", ["2001:db8::{}", "2001:db8:0:0:ffff::{}"])
def test_one_ipv6_network_counts_as_one_address(limited: Any, address: str) -> None:
    with limited as base, httpx2.Client(base_url=base) as client:
        assert strangers(client, address) == [200] * 5 + [429] * 2


@pytest.mark.parametrize("chain", ["198.51.100.{}, 192.0.2.1", "198.51.100.{},192.0.2.1, 127.0.0.1"])
def test_what_the_sender_writes_before_the_proxy_s_word_does_not_help(limited: Any, chain: str) -> None:
    with limited as base, httpx2.Client(base_url=base) as client:
        assert strangers(client, chain) == [200] * 5 + [429] * 2


def test_without_a_trusted_proxy_nobody_s_word_is_taken(monkeypatch: pytest.MonkeyPatch, write_project: Write) -> None:
    monkeypatch.setenv("RATE_ADDRESS", "2/hour")
    with serving(write_project(), costly) as base, httpx2.Client(base_url=base) as client:
        assert [posts(client, 1, f"192.0.2.{number}") for number in range(3)] == [[200], [200], [429]]


def test_a_store_that_fails_stops_what_costs(
    monkeypatch: pytest.MonkeyPatch, write_project: Write, caplog: pytest.LogCaptureFixture
) -> None:
    pytest.importorskip("redis", reason="the project has no driver for Redis: quickship add redis")
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    monkeypatch.setenv("REDIS_URL", f"redis://:very-secret@127.0.0.1:{port}/0")
    with serving(write_project(), costly) as base, httpx2.Client(base_url=base) as client:
        reply = client.post("/test/cost")
        assert (reply.status_code, reply.json()["code"]) == (503, "uncounted")
        assert client.post("/test/free").status_code == client.get("/").status_code == 200
    assert "cannot be counted" in caplog.text
    assert "very-secret" not in caplog.text
