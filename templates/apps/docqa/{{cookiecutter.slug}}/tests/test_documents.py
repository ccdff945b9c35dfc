"""Documents over HTTP, as the page asks for them: what comes in, what is shown, and everything that can be refused."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import httpx2
import pytest

from app.documents import failures
from tests import document_files as files
from tests.library import LEAVE, TRAVEL
from tests.visits import bring, listed, search


def test_a_file_that_is_dropped_can_be_asked_about(visit: Callable[[], httpx2.Client]) -> None:
    client = visit()
    found = bring(client, "rules/leave.pdf", files.pdf(), modified=1_700_000_000_000)
    assert (found["state"], found["pages"], found["shared"], found["failure"]) == ("ready", 3, False, None)
    assert found["modified"] == "2023-11-14T22:13:20Z"
    first = search(client, "page 2 leave", way="words")[0]
    assert (first["file"], first["page"], first["headings"]) == ("rules/leave.pdf", 2, ["2.1 Annual leave"])


def test_a_passage_is_shown_with_what_stands_around_it(visit: Callable[[], httpx2.Client]) -> None:
    client = visit()
    text = "".join(f"Line {number} of the file.\n" for number in range(500))
    identity = bring(client, "a.txt", text.encode())["id"]
    (passage,) = search(client, "line 250", count=1, way="words")
    shown = client.get(f"/api/documents/{identity}/view", params={key: passage[key] for key in ("start", "end")}).json()
    assert shown["passage"] == passage["text"]
    assert shown["before"] + shown["passage"] + shown["after"] in text
    assert (shown["is_start"], shown["is_end"]) == (False, False)
    assert client.get(f"/api/documents/{identity}/view?start=99999&end=3").json()["passage"] == ""
    wider = client.get(f"/api/documents/{identity}/view?start=0&end=4&around=100000").json()
    assert (wider["before"], wider["passage"], wider["after"]) == ("", "Line", text[4:])
    assert wider["is_end"] is True


def test_a_quote_is_shown_where_it_stands_by_now(visit: Callable[[], httpx2.Client]) -> None:
    client = visit()
    identity = bring(client, "a.md", LEAVE.encode())["id"]
    quote = "Every employee has twelve days of annual leave."
    place = {"start": "7", "end": str(7 + len(quote)), "quote": quote}

    def shown() -> dict[str, Any]:
        found: dict[str, Any] = client.get(f"/api/documents/{identity}/view", params=place).json()
        return found

    assert (shown()["passage"], shown()["is_changed"], shown()["titles"]) == (quote, False, ["Leave"])
    bring(client, "a.md", b"# Foreword\n\nNew rules.\n\n" + LEAVE.encode())
    assert (shown()["passage"], shown()["is_changed"]) == (quote, False)
    bring(client, "a.md", TRAVEL.encode())
    assert (shown()["passage"], shown()["is_changed"], shown()["before"]) == ("", True, "")


def test_a_file_comes_back_as_it_was_brought_and_is_never_shown(visit: Callable[[], httpx2.Client]) -> None:
    client = visit()
    page = b"<script>alert(1)</script> words"
    identity = bring(client, 'x/Nội quy "1".html', page)["id"]
    reply = client.get(f"/api/documents/{identity}/file")
    assert reply.content == page
    assert reply.headers["content-type"] == "application/octet-stream"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert unquote(reply.headers["content-disposition"]) == "attachment; filename*=UTF-8''Nội quy \"1\".html"


def test_a_file_that_fails_says_why_and_others_go_on(visit: Callable[[], httpx2.Client]) -> None:
    client = visit()
    failed = bring(client, "scan.pdf", files.scan())
    assert failed["failure"]["code"] == "no_text"
    assert "scan" in failed["failure"]["message"]
    assert failed["failure"]["hint"]
    (same,) = client.get("/api/documents", headers={"accept-language": "vi"}).json()["documents"]
    assert same["failure"] == failures.described("no_text", "vi", {})
    long = b"ID3" * 500_000  # more than a message may be
    assert bring(client, "song.mp3", long)["failure"]["code"] == "unknown_kind"
    assert bring(client, "a.txt", b"Good words.")["state"] == "ready"
    assert bring(client, "scan.pdf", files.pdf())["state"] == "ready"


def test_a_file_is_replaced_renamed_and_deleted_at_once(visit: Callable[[], httpx2.Client]) -> None:
    client = visit()
    identity = bring(client, "a.md", LEAVE.encode())["id"]
    assert bring(client, "a.md", TRAVEL.encode())["id"] == identity
    assert search(client, "annual leave", way="words") == []
    assert client.patch(f"/api/documents/{identity}", json={"name": "b/../c.md"}).json()["name"] == "b/c.md"
    assert search(client, "train", way="words")[0]["file"] == "b/c.md"
    assert client.delete(f"/api/documents/{identity}").status_code == 204
    assert search(client, "train", way="words") == listed(client) == []
    assert client.delete(f"/api/documents/{identity}").status_code == 404


def test_what_is_refused_says_why_and_what_to_do(
    visit: Callable[[], httpx2.Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCUMENTS_PER_VISITOR", "2")
    monkeypatch.setenv("DOCUMENT_MB", "1")
    monkeypatch.setenv("RATE_UPLOADS", "6/hour")
    client = visit()
    first = bring(client, "a.txt", b"One.")["id"]
    bring(client, "b.txt", b"Two.")

    def refusal(reply: httpx2.Response) -> tuple[int, str]:
        said = reply.json()
        assert said["message"]
        assert said["hint"]
        return reply.status_code, said["code"]

    def sent(name: str, data: bytes = b"x", **options: Any) -> httpx2.Response:
        return client.put("/api/documents", params={"name": name, **options}, content=data)

    assert refusal(sent("c.txt")) == (409, "too_many_files")
    assert refusal(sent("b.txt", b"x" * 1_000_001)) == (413, "file_too_large")
    assert refusal(sent("../..")) == (400, "no_name")
    assert refusal(sent("c.txt", shared=True)) == (403, "not_yours")
    assert refusal(client.patch(f"/api/documents/{first}", json={"name": "b.txt"})) == (409, "name_taken")
    assert bring(client, "b.txt", b"Two, anew.")["state"] == "ready"
    monkeypatch.setenv("UPLOADS_MB", "1")
    assert refusal(sent("b.txt", b"x" * 999_990)) == (507, "no_room")
    for _ in range(4):
        reply = sent("b.txt", b"Three.")
    assert refusal(reply) == (429, "too_often")
    assert int(reply.headers["retry-after"]) > 0
