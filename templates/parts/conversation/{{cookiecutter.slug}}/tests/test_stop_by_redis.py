"""Word of Stop by a real Redis, between real servers; without one, the store brings it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fake_openai import FakeOpenAI
from tests.processes import Server
from tests.talks import Talk, one_api

pytest.importorskip("tests.plugins.redis", reason="the project has no Redis: quickship add redis")

pytestmark = one_api


@pytest.fixture
def servers(
    redis_server: Any, fake: FakeOpenAI, write_project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[Server]]:
    """Start two servers of one visitor, with a model that takes its time."""
    monkeypatch.setenv("LLM_MODEL", "slow")
    project = write_project()
    found = [Server(project), Server(project)]
    found[0].client.get("/").raise_for_status()
    found[1].client.cookies = found[0].client.cookies
    yield found
    for server in found:
        server.kill()


def test_a_server_stops_what_redis_names_though_the_store_does_not(
    redis_server: Any, fake: FakeOpenAI, servers: list[Server]
) -> None:
    talk = Talk(servers[0].client)
    reply = talk.say("Tick")["id"]
    talk.some(reply, 2)
    assert redis_server.client.publish("stop", reply) == len(servers)
    assert talk.until(reply, "stopped")["text"].startswith("tick")
    assert fake.requests[0].left.wait(5)


def test_stop_tells_redis_and_the_other_server_hears(
    redis_server: Any, fake: FakeOpenAI, servers: list[Server]
) -> None:
    here = Talk(servers[0].client)
    there = Talk(servers[1].client, here.id)
    reply = here.say("Tick")["id"]
    here.some(reply, 2)
    with redis_server.client.pubsub(ignore_subscribe_messages=True) as heard:
        heard.subscribe("stop")
        assert there.stop(reply)["status"] == "stopped"
        told = [message for _ in range(3) if (message := heard.get_message(timeout=5))]
    assert [message["data"].decode() for message in told] == [reply]
    assert fake.requests[0].left.wait(5)


def test_stop_works_while_redis_is_gone(redis_server: Any, fake: FakeOpenAI, servers: list[Server]) -> None:
    here = Talk(servers[0].client)
    there = Talk(servers[1].client, here.id)
    reply = here.say("Tick")["id"]
    here.some(reply, 2)
    redis_server.kill()
    assert there.stop(reply)["status"] == "stopped"
    assert fake.requests[0].left.wait(5)
