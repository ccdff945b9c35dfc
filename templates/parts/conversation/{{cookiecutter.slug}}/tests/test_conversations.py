"""What is kept of conversations: lists, search, branches, export; to each visitor their own."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from app.main import create_app
from tests.talks import Talk, another, identity, listed

Write = Callable[..., Path]

OPEN = "When are you open?"


@pytest.fixture
def stranger(client: httpx2.Client) -> Iterator[httpx2.Client]:
    """Talk to the same server as another visitor."""
    with another(client) as stranger:
        yield stranger


@pytest.mark.any_store
def test_conversations_are_listed_by_their_last_change(client: httpx2.Client) -> None:
    talks = [Talk(client) for _ in range(3)]
    replies = [talk.ask(f"{OPEN} {number}") for number, talk in enumerate(talks)]
    talks[0].ask(OPEN, parent=replies[0]["id"])
    found = listed(client)
    assert [each["id"] for each in found] == [talks[0].id, talks[2].id, talks[1].id]
    assert [each["title"] for each in found] == [f"{OPEN} 0", f"{OPEN} 2", f"{OPEN} 1"]
    assert {each["live"] for each in found} == {False}
    assert set(found[0]) == {"id", "title", "updated", "live"}


@pytest.mark.any_store
def test_the_list_comes_in_pages(client: httpx2.Client) -> None:
    ids = [Talk(client) for _ in range(5)]
    for talk in ids:
        talk.ask(OPEN)
    pages: list[dict[str, Any]] = []
    before = ""
    while before is not None:
        pages.append(client.get("/api/conversations", params={"limit": 2, "before": before}).json())
        before = pages[-1]["before"]
    assert [len(page["conversations"]) for page in pages] == [2, 2, 1]
    assert [each["id"] for page in pages for each in page["conversations"]] == [talk.id for talk in reversed(ids)]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("  How much\n is it? ", "How much is it?"),
        ("word " * 50, "word " * 11 + "word…"),
        ("x" * 100, "x" * 60 + "…"),
    ],
)
def test_the_first_message_is_the_title_cut_at_a_word(client: httpx2.Client, text: str, title: str) -> None:
    talk = Talk(client)
    talk.ask(text)
    assert talk.kept()["title"] == title


@pytest.mark.any_store
def test_editing_and_asking_again_make_branches_and_destroy_nothing(client: httpx2.Client) -> None:
    talk = Talk(client)
    first = talk.ask(OPEN)
    second = talk.ask("Can I rent a bike?", parent=first["id"])
    edited = talk.ask("How much is a service?", parent=first["id"])
    again = talk.again(edited["parent"])
    talk.watch(again["id"])
    kept = talk.kept()
    assert kept["leaf"] == again["id"]
    parents = {message["id"]: message["parent"] for message in kept["messages"]}
    assert len(parents) == 7
    assert parents[second["parent"]] == parents[edited["parent"]] == first["id"]
    assert parents[again["id"]] == edited["parent"]
    client.patch(talk.address, json={"leaf": second["id"]})
    assert talk.kept()["leaf"] == second["id"]


def test_an_export_is_what_is_shown_or_everything(client: httpx2.Client) -> None:
    talk = Talk(client)
    first = talk.ask(OPEN)
    talk.ask("Can I rent\na bike?", parent=first["id"])
    talk.ask("Can I rent a bike?", parent=first["id"])
    markdown = client.get(f"{talk.address}/export")
    texts = [message["text"] for message in talk.kept()["messages"] if message["role"] == "assistant"]
    assert markdown.text == f"# {OPEN}\n\n> {OPEN}\n\n{texts[0]}\n\n> Can I rent a bike?\n\n{texts[-1]}\n"
    assert markdown.headers["content-type"] == "text/markdown; charset=utf-8"
    assert markdown.headers["content-disposition"].endswith('.md"')
    whole = client.get(f"{talk.address}/export", params={"format": "json"})
    assert whole.json() == talk.kept()
    assert whole.headers["content-disposition"].startswith("attachment; ")


@pytest.mark.any_store
def test_a_deleted_conversation_is_gone(client: httpx2.Client) -> None:
    talk = Talk(client)
    reply = talk.say(OPEN)
    assert client.delete(talk.address).status_code == 204
    assert client.get(talk.address).status_code == 404
    assert client.get(f"/api/replies/{reply['id']}/events").status_code == 404
    assert client.delete(talk.address).status_code == 404
    assert listed(client) == []


@pytest.mark.any_store
def test_a_rating_is_kept_and_can_be_taken_back(client: httpx2.Client) -> None:
    talk = Talk(client)
    reply = talk.ask(OPEN)
    for value, reason in (("down", "wrong hours"), ("up", ""), (None, "")):
        rated = client.put(f"/api/replies/{reply['id']}/rating", json={"value": value, "reason": reason})
        assert rated.status_code == 204
        kept = talk.message(reply["id"])
        assert (kept["rating"], kept["reason"]) == (value, reason)


@pytest.mark.any_store
def test_all_that_is_another_visitor_s_is_not_there(
    client: httpx2.Client, stranger: httpx2.Client, write_project: Write
) -> None:
    """Every route of the conversations that names one, as openapi.json lists them, with a stranger's cookie."""
    talk = Talk(client)
    reply = talk.ask(OPEN)
    Talk(stranger).ask(OPEN)
    names = {"conversation": talk.id, "reply": reply["id"]}
    bodies: dict[str, Any] = {
        "say": {"id": identity(), "reply": identity(), "text": "Hello"},
        "again": {"id": identity(), "parent": reply["parent"]},
        "change": {"title": "Mine"},
        "rate": {"value": "down"},
    }
    before, tried = talk.kept(), 0
    for path, methods in create_app(write_project()).openapi()["paths"].items():
        if not any(f"{{{name}}}" in path for name in names):
            continue
        for method, described in methods.items():
            body = bodies.get(described["operationId"].split("_")[0])
            answer = stranger.request(method, path.format(**names), json=body)
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), (method, path)
            tried += 1
    assert tried >= 9
    assert talk.kept() == before
    assert talk.id not in [each["id"] for each in listed(stranger) + listed(stranger, query="Monday")]


@pytest.mark.any_store
def test_ids_of_others_cannot_be_taken(client: httpx2.Client, stranger: httpx2.Client) -> None:
    talk, own = Talk(client), Talk(stranger)
    reply = talk.ask(OPEN)
    mine = own.ask(OPEN)
    for body in (
        {"id": reply["parent"], "reply": identity(), "text": "x"},
        {"id": identity(), "reply": reply["id"], "text": "x"},
        {"id": identity(), "reply": identity(), "parent": reply["id"], "text": "x"},
        {"id": mine["id"], "reply": identity(), "text": "x"},
        {"id": identity(), "reply": identity(), "parent": mine["parent"], "text": "x"},
    ):
        answer = stranger.post(f"{own.address}/messages", json=body)
        assert answer.status_code == 404, body
    assert len(own.kept()["messages"]) == 2
    body = {"id": identity(), "reply": reply["id"], "text": "x"}
    assert stranger.post(f"/api/conversations/{identity()}/messages", json=body).status_code == 404
    assert len(listed(stranger)) == 1


SAID = {"id": identity(), "reply": identity(), "text": "Hello"}


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {**SAID, "id": "1"},
        {**SAID, "text": " \n"},
        {**SAID, "text": "x" * 32_001},
        {**SAID, "text": 7},
        {**SAID, "role": "system"},
        {**SAID, "parent": "root"},
    ],
)
def test_a_message_of_another_shape_is_refused(client: httpx2.Client, body: Any) -> None:
    answer = client.post(f"/api/conversations/{identity()}/messages", json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert set(answer.json()) == {"code", "message", "hint", "where"}


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", json.dumps({**SAID, "text": "\ud800"}).encode()])
def test_bytes_that_are_no_message_are_refused(client: httpx2.Client, content: bytes) -> None:
    address = f"/api/conversations/{identity()}/messages"
    answer = client.post(address, content=content, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


WRONG = ["before=x", "before=2026-13-01T00:00:00~a", "limit=0", "limit=1000", "query=" + "x" * 201]


@pytest.mark.parametrize("wanted", WRONG)
def test_a_list_of_another_shape_is_refused(client: httpx2.Client, wanted: str) -> None:
    assert client.get(f"/api/conversations?{wanted}").status_code == 400


def test_an_address_that_names_no_conversation_is_refused(client: httpx2.Client) -> None:
    assert client.get("/api/conversations/..%2fme").status_code == 404
    assert client.get("/api/conversations/1").status_code == 400
