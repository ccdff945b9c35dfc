"""Replies are written by the server and watched by whoever comes; nothing is lost on the way."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import httpx2
import pytest

from tests.fake_openai import REPLY, FakeOpenAI
from tests.fake_wire import INPUT_TOKENS, OUTPUT_TOKENS
from tests.server import serving
from tests.shown import shown
from tests.talks import Talk, identity, one_api, text_of

SLOW = "tick " * 100

Serve = Callable[[Path], httpx2.Client]
Write = Callable[..., Path]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch, fake: FakeOpenAI) -> FakeOpenAI:
    monkeypatch.setenv("LLM_MODEL", "slow")
    return fake


def test_a_reply_is_streamed_with_numbers_and_kept(fake: FakeOpenAI, client: httpx2.Client) -> None:
    talk, whole = Talk(client), shown(REPLY)
    reply = talk.say("How much is a service?")
    assert (reply["status"], reply["seq"]) == ("live", 0)
    events = talk.watch(reply["id"])
    assert [events[0].name, events[0].fields, events[0].number] == ["start", {"answerer": "plain"}, 0]
    assert text_of(events) == whole
    assert [event.number for event in events] == sorted(event.number for event in events)
    assert events[-2].number == len(whole)
    assert (events[-1].name, events[-1].number) == ("done", len(whole) + 1)
    assert events[-1].fields == {
        "status": "complete",
        "answerer": "plain",
        "usage": {"input_tokens": INPUT_TOKENS, "output_tokens": OUTPUT_TOKENS},
        "cost_usd": 0.0,
        "estimated": False,
        "fault": None,
    }
    kept = talk.message(reply["id"])
    assert (kept["text"], kept["seq"]) == (whole, len(whole) + 1)
    assert {name: kept[name] for name in events[-1].fields} == events[-1].fields


@one_api
def test_whoever_leaves_and_comes_back_misses_nothing(slow: FakeOpenAI, client: httpx2.Client) -> None:
    talk = Talk(client)
    reply = talk.say("Tick")["id"]
    seen, number = "", 0
    for _ in range(3):
        some = talk.some(reply, 4, after=number)
        seen, number = seen + text_of(some), some[-1].number
        assert number == len(seen)
    assert not slow.requests[0].left.is_set()
    rest = talk.watch(reply, header=str(number))
    assert seen + text_of(rest) == shown(SLOW)
    assert "start" not in [event.name for event in rest]
    assert len(slow.requests) == 1


@one_api
@pytest.mark.usefixtures("slow")
def test_everyone_who_watches_sees_it_all_from_wherever_they_begin(client: httpx2.Client) -> None:
    talk = Talk(client)
    reply = talk.say("Tick")["id"]
    with ThreadPoolExecutor() as pool:
        watching = [pool.submit(talk.watch, reply, after) for after in (0, 0, 3)]
        texts = [text_of(each.result()) for each in watching]
    assert texts == [shown(SLOW), shown(SLOW), shown(SLOW)[3:]]


@one_api
@pytest.mark.usefixtures("slow")
def test_a_viewer_that_does_not_read_holds_nobody_up(client: httpx2.Client) -> None:
    talk = Talk(client)
    reply = talk.say("Tick")["id"]
    with client.stream("GET", f"/api/replies/{reply}/events"):
        assert text_of(talk.watch(reply)) == shown(SLOW)


@one_api
@pytest.mark.usefixtures("slow")
def test_the_text_that_is_kept_never_gets_shorter(client: httpx2.Client) -> None:
    talk = Talk(client)
    reply = talk.say("Tick")["id"]
    ended = threading.Event()
    with ThreadPoolExecutor() as pool:
        pool.submit(talk.watch, reply).add_done_callback(lambda _: ended.set())
        texts = [""]
        while not ended.wait(0.02):
            texts.append(talk.message(reply)["text"])
    assert all(later.startswith(earlier) for earlier, later in pairwise(texts))
    assert len(set(texts)) > 3
    assert talk.message(reply)["text"] == shown(SLOW)


@pytest.mark.parametrize("number", ["", "x", "-1", "1.5", "٣", "9" * 5000, "0x10"])
def test_what_is_no_number_of_an_event_begins_at_the_beginning(client: httpx2.Client, number: str) -> None:
    talk = Talk(client)
    reply = talk.ask("When are you open?")
    answer = client.get(f"/api/replies/{reply['id']}/events", headers={b"last-event-id": number.encode()})
    assert answer.status_code == 200
    assert answer.text.startswith("event: start")


@pytest.mark.parametrize("beyond", [1, 100])
def test_a_browser_that_has_it_all_is_told_to_stop_asking(client: httpx2.Client, beyond: int) -> None:
    talk = Talk(client)
    reply = talk.ask("When are you open?")
    number = str(len(reply["text"]) + beyond)
    answer = client.get(f"/api/replies/{reply['id']}/events", headers={"last-event-id": number})
    assert (answer.status_code, answer.text) == (204, "")


@pytest.mark.any_store
def test_a_stop_reaches_the_model_and_stays(slow: FakeOpenAI, serve: Serve, write_project: Write) -> None:
    client = serve(write_project())
    talk = Talk(client)
    reply = talk.say("Tick")["id"]
    seen = text_of(talk.some(reply, 3))
    stopped = talk.stop(reply)
    assert slow.requests[0].left.wait(5)
    assert stopped["status"] == "stopped"
    assert SLOW.startswith(stopped["text"])
    assert stopped["text"].startswith(seen)
    assert (stopped["estimated"], stopped["cost_usd"]) == (True, 0.0)
    assert stopped["usage"]["output_tokens"] > 0
    assert talk.stop(reply) == stopped
    assert [event.fields["status"] for event in talk.watch(reply) if event.name == "done"] == ["stopped"]
    other = serve(write_project())
    other.cookies = client.cookies
    assert Talk(other, talk.id).message(reply) == stopped


@one_api
def test_two_stops_at_once_are_one(slow: FakeOpenAI, client: httpx2.Client) -> None:
    talk = Talk(client)
    reply = talk.say("Tick")["id"]
    talk.some(reply, 2)
    with ThreadPoolExecutor() as pool:
        statuses = [stopped["status"] for stopped in pool.map(talk.stop, [reply] * 4)]
    assert statuses == ["stopped"] * 4


@pytest.mark.any_store
@one_api
@pytest.mark.parametrize(("scenario", "code"), [("cut", "cut_stream"), ("500", "server_error"), ("refusal", "refusal")])
def test_a_fault_of_the_model_is_kept_with_the_text_before_it(
    fake: FakeOpenAI, client: httpx2.Client, scenario: str, code: str
) -> None:
    fake.scenario = scenario
    talk = Talk(client)
    reply = talk.ask("How much?")
    assert (reply["status"], reply["fault"]["code"]) == ("failed", code)
    assert set(reply["fault"]) == {"code", "message", "hint"}
    assert bool(reply["text"]) is (scenario == "cut")
    fake.scenario = ""
    better = talk.again(reply["parent"])
    talk.watch(better["id"])
    assert talk.message(better["id"])["text"] == shown(REPLY)


def test_the_total_time_limit_ends_a_reply_that_nobody_watches(
    slow: FakeOpenAI, client: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLM_TIMEOUT_TOTAL", "1.5")
    talk = Talk(client)
    reply = talk.until(talk.say("Tick")["id"], "failed")
    assert reply["fault"]["code"] == "timeout"
    assert SLOW.startswith(reply["text"])
    assert slow.requests[0].left.wait(5)


@pytest.mark.any_store
@one_api
def test_the_same_message_sent_many_times_at_once_is_answered_once(fake: FakeOpenAI, client: httpx2.Client) -> None:
    talk = Talk(client)
    body = {"id": identity(), "reply": identity(), "text": "How much?"}
    with ThreadPoolExecutor(12) as pool:
        sent = list(pool.map(lambda _: client.post(f"{talk.address}/messages", json=body), range(12)))
    assert {answer.status_code for answer in sent} == {202}
    talk.watch(body["reply"])
    late = client.post(f"{talk.address}/messages", json={**body, "reply": identity()})
    assert late.json()["reply"]["id"] == body["reply"]
    again = {"id": identity(), "parent": body["id"]}
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda _: client.post(f"{talk.address}/replies", json=again), range(12)))
    talk.watch(again["id"])
    assert [message["id"] for message in talk.kept()["messages"]] == [body["id"], body["reply"], again["id"]]
    assert len(fake.requests) == 2


@one_api
@pytest.mark.usefixtures("slow")
def test_one_reply_at_a_time(client: httpx2.Client) -> None:
    talk = Talk(client)
    reply = talk.say("Tick")["id"]
    body = {"id": identity(), "reply": identity(), "text": "Tock"}
    refused = client.post(f"{talk.address}/messages", json=body)
    assert (refused.status_code, refused.json()["code"]) == (409, "busy")
    assert len(talk.kept()["messages"]) == 2
    Talk(client).say("Tick elsewhere")
    talk.stop(reply)
    assert client.post(f"{talk.address}/messages", json=body).status_code == 202


def test_a_server_that_stops_interrupts_the_reply_and_one_can_go_on(
    slow: FakeOpenAI, serve: Serve, write_project: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(write_project()) as address, httpx2.Client(base_url=address) as first:
        talk = Talk(first)
        reply = talk.say("Tick")["id"]
        seen = text_of(talk.some(reply, 3))
    client = serve(write_project())
    client.cookies = first.cookies
    talk = Talk(client, talk.id)
    kept = talk.message(reply)
    assert (kept["status"], kept["text"].startswith(seen)) == ("interrupted", True)
    monkeypatch.setenv("LLM_MODEL", "plain")
    better = talk.again(kept["parent"])["id"]
    assert text_of(talk.watch(better)) == shown(REPLY)
    assert [message["status"] for message in talk.kept()["messages"]] == ["complete", "interrupted", "complete"]


@pytest.mark.any_store
def test_what_no_database_holds_is_replaced_and_nothing_else(fake: FakeOpenAI, client: httpx2.Client) -> None:
    fake.texts.append("a\0b\n\nevent: done\r\ndata: {}\u2028 đ 😀")
    talk = Talk(client)
    reply = talk.say("a\0b?")["id"]
    assert text_of(talk.watch(reply)) == shown("a\ufffdb\n\nevent: done\r\ndata: {}\u2028 đ 😀")
    client.put(f"/api/replies/{reply}/rating", json={"value": "down", "reason": "n\0"}).raise_for_status()
    question, answer = talk.kept()["messages"]
    assert (talk.kept()["title"], answer["reason"]) == ("a\ufffdb?", "n\ufffd")
    assert client.patch(talk.address, json={"title": "t\0"}).json()["title"] == "t\ufffd"
    assert (question["text"], answer["text"]) == ("a\ufffdb?", shown("a\ufffdb\n\nevent: done\r\ndata: {}\u2028 đ 😀"))
