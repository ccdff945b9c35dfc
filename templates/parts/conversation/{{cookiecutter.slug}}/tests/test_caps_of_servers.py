"""The caps on spending, at the front door: real servers, one store, more visitors at once than there is money for."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.fake_openai import FakeOpenAI
from tests.processes import Server
from tests.talks import Talk, another, eventually, one_api

pytestmark = [one_api, pytest.mark.any_store]

Start = Callable[[], Server]
CALLS, PAID = 50, 5


@pytest.fixture
def hanging(fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> FakeOpenAI:
    """Let each call cost up to 0.10 USD, since it is asked under a name of the internet, and none of them end."""
    settings = {
        "HTTP_PROXY": fake.base_url.removesuffix("/v1"),
        "NO_PROXY": "127.0.0.1",
        "LLM_BASE_URL": "http://models.example/v1",
        "LLM_MAX_OUTPUT_TOKENS": "1000",
        "LLM_PRICE_IN": "0",
        "LLM_PRICE_OUT": "100",
        **dict.fromkeys(("CAP_APP_USD", "CAP_VISITOR_USD", "CAP_ADDRESS_USD"), "100"),
        **dict.fromkeys(("RATE_VISITOR", "RATE_ADDRESS"), "1000/minute"),
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    fake.scenario = "hang"
    return fake


@pytest.fixture
def start(write_project: Callable[..., Path]) -> Iterator[Start]:
    project = write_project()
    servers: list[Server] = []

    def start() -> Server:
        servers.append(Server(project))
        return servers[-1]

    yield start
    for server in servers:
        server.kill()


def say(talks: list[Talk]) -> None:
    """Say something in each talk, all at once."""
    with ThreadPoolExecutor(len(talks)) as pool:
        list(pool.map(lambda talk: talk.say("How much?"), talks))


def refused(talks: list[Talk]) -> list[str]:
    """Return why replies failed so far."""
    replies = [talk.kept()["messages"][-1] for talk in talks]
    return [reply["fault"]["code"] for reply in replies if reply["status"] == "failed"]


@pytest.mark.parametrize(("servers", "cap"), [(1, "cap_visitor"), (2, "cap_app")])
def test_of_fifty_messages_at_once_five_reach_the_model(
    hanging: FakeOpenAI, start: Start, monkeypatch: pytest.MonkeyPatch, servers: int, cap: str
) -> None:
    monkeypatch.setenv(f"{cap}_usd".upper(), "0.5")
    clients = [start().client for _ in range(servers)]
    clients[0].get("/").raise_for_status()
    for client in clients:
        client.cookies = clients[0].cookies
    talks = [Talk(clients[number % servers]) for number in range(CALLS)]
    say(talks)
    eventually(lambda: len(refused(talks)) == CALLS - PAID)
    assert refused(talks) == [cap] * (CALLS - PAID)
    eventually(lambda: len(hanging.requests) == PAID)


def test_who_throws_the_cookie_away_gains_nothing(
    hanging: FakeOpenAI, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAP_VISITOR_USD", "0.1")
    monkeypatch.setenv("CAP_ADDRESS_USD", "0.3")
    client = start().client
    with ExitStack() as visitors:
        talks = [Talk(visitors.enter_context(another(client))) for _ in range(8)]
        say(talks)
        eventually(lambda: len(refused(talks)) == 5)
        assert refused(talks) == ["cap_address"] * 5
    eventually(lambda: len(hanging.requests) == 3)
