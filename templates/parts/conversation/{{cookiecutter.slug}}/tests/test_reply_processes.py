"""Replies whose server is killed, and servers that share one store: real processes, real signals."""

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.fake_openai import REPLY, FakeOpenAI
from tests.processes import Server
from tests.shown import shown
from tests.talks import Talk, identity, one_api, text_of

pytestmark = [one_api, pytest.mark.usefixtures("slow")]

SLOW = "tick " * 100
KILLS = 20
AT_ONCE = 3  # servers; each finds what those before it left behind

Start = Callable[[], Server]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch, fake: FakeOpenAI) -> FakeOpenAI:
    monkeypatch.setenv("LLM_MODEL", "slow")
    return fake


@pytest.fixture
def start(write_project: Callable[..., Path]) -> Iterator[Start]:
    """Start servers of one project, which share its store; the clients are one visitor's."""
    project = write_project()
    servers: list[Server] = []

    def start() -> Server:
        server = Server(project)
        if servers:
            server.client.cookies = servers[0].client.cookies
        server.client.get("/").raise_for_status()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.kill()


def killed_in_mid_reply(start: Start, chance: random.Random) -> tuple[str, str, str]:
    """Kill a server while it writes; return the conversation, the reply and what was stored of it by then."""
    server = start()
    talk = Talk(server.client)
    reply = talk.say("Tick")["id"]
    talk.some(reply, chance.randint(1, 5))
    time.sleep(chance.uniform(0, 3.8))  # of the five seconds that it takes; the store is told each second
    text = talk.message(reply)["text"]
    server.kill()
    return talk.id, reply, text


def test_killed_at_any_moment_nothing_stored_is_lost(start: Start, fake: FakeOpenAI) -> None:
    start().kill()  # whose visitor all are
    chance = random.Random(20)  # noqa: S311
    with ThreadPoolExecutor(AT_ONCE) as pool:
        killed = list(pool.map(lambda _: killed_in_mid_reply(start, chance), range(KILLS)))
    client = start().client
    for which, reply, text in killed:
        talk = Talk(client, which)
        kept = talk.until(reply, "interrupted")
        assert kept["text"].startswith(text)
        assert SLOW.startswith(kept["text"])
        assert [message["text"] for message in talk.kept()["messages"]] == ["Tick", kept["text"]]
    assert len({text for _, _, text in killed}) > 3, "they were all killed at the same moment"
    assert len(fake.requests) <= KILLS
    fake.scenario = "plain"
    assert text_of(talk.watch(talk.again(kept["parent"])["id"])) == shown(REPLY)


@pytest.mark.any_store
def test_a_viewer_may_change_servers(start: Start) -> None:
    here = Talk(start().client)
    there = Talk(start().client, here.id)
    reply = here.say("Tick")["id"]
    some = there.some(reply, 2)
    rest = here.watch(reply, after=some[-1].number)
    assert text_of(some) + text_of(rest) == shown(SLOW)


@pytest.mark.any_store
def test_one_server_stops_what_another_writes(start: Start, fake: FakeOpenAI) -> None:
    here = Talk(start().client)
    there = Talk(start().client, here.id)
    reply = here.say("Tick")["id"]
    with ThreadPoolExecutor() as pool:
        seen = [pool.submit(talk.watch, reply) for talk in (here, there)]
        here.some(reply, 3)
        body = {"id": identity(), "reply": identity(), "text": "x"}
        assert there.client.post(f"{there.address}/messages", json=body).status_code == 409
        stopped = there.stop(reply)
        ends = [each.result()[-1].fields["status"] for each in seen]
    assert (stopped["status"], ends) == ("stopped", ["stopped", "stopped"])
    assert fake.requests[0].left.wait(5)
    reply = here.say("Tick", parent=reply)["id"]
    here.some(reply, 2)
    assert there.client.delete(there.address).status_code == 204
    assert fake.requests[1].left.wait(5)


@pytest.mark.any_store
def test_a_message_sent_to_two_servers_at_once_is_answered_once(start: Start, fake: FakeOpenAI) -> None:
    here = Talk(start().client)
    there = Talk(start().client, here.id)
    body = {"id": identity(), "reply": identity(), "text": "How much?"}
    clients = [here.client, there.client] * 6
    with ThreadPoolExecutor(12) as pool:
        sent = list(pool.map(lambda client: client.post(f"{here.address}/messages", json=body).status_code, clients))
    assert sent == [202] * 12
    assert there.some(body["reply"], 2)
    assert len(fake.requests) == 1


@pytest.mark.any_store
def test_a_server_finds_what_another_left_behind(start: Start) -> None:
    first, second = start(), start()
    here = Talk(first.client)
    reply = here.say("Tick")["id"]
    here.some(reply, 3)
    there = Talk(second.client, here.id)
    with ThreadPoolExecutor() as pool:
        watching = pool.submit(there.watch, reply)
        first.kill()
        end = watching.result()[-1]
    assert end.fields["status"] == "interrupted"
    assert SLOW.startswith(there.message(reply)["text"])
    assert there.stop(reply)["status"] == "interrupted"
