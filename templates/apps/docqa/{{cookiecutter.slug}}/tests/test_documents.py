"""Documents over HTTP, as the page asks for them: two visitors, an owner, and everything that can be refused."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx2
import pytest
from sqlalchemy import func, select, update

from app import db
from app.codes import Codes
from app.documents import catalogue
from app.documents.quoting import SENTENCES
from app.documents.scope import SHARED
from app.documents.tables import contents, documents, passages, texts, vectors
from app.security.secret import signing_secret
from app.visitors import Ticket, Tickets
from tests import document_files as files
from tests.library import LEAVE, TRAVEL, needs_vectors, put, read_all
from tests.talks import Talk, eventually


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


def owner(client: httpx2.Client, project: Path) -> httpx2.Client:
    """Give a client the ticket of someone who gave the admin code."""
    secret = signing_secret(project)
    tickets, found = Tickets(secret), Codes(secret).fingerprint_of("open sesame")
    client.cookies.clear()
    client.cookies.set(tickets.cookie, tickets.write(Ticket("the-owner", (str(found),))))
    return client


def bring(client: httpx2.Client, name: str, data: bytes, **options: Any) -> dict[str, Any]:
    """Bring a file and wait until it is read."""
    reply = client.put("/api/documents", params={"name": name, **options}, content=data)
    assert reply.status_code == 202, reply.text
    identity = reply.json()["id"]
    deadline = time.monotonic() + 30
    while (found := by_id(client, identity))["state"] not in {"ready", "failed"}:
        assert time.monotonic() < deadline, found
        time.sleep(0.05)
    return found


def by_id(client: httpx2.Client, identity: str) -> dict[str, Any]:
    return {each["id"]: each for each in listed(client)}[identity]


def listed(client: httpx2.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/api/documents").json()["documents"]
    return found


def search(client: httpx2.Client, query: str, **options: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/api/search", params={"query": query, **options}).json()["passages"]
    return found


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


@needs_vectors
def test_what_a_visitor_brings_is_there_for_nobody_else(visit: Callable[[], httpx2.Client], address: str) -> None:
    an, binh = visit(), visit()
    identity = bring(an, "secret.md", LEAVE.encode())["id"]
    eventually(lambda: bool(by_id(an, identity)["embedded"]), patience=120)
    assert search(an, "How many days may I rest?", way="meaning")
    assert listed(binh) == search(binh, "annual leave") == search(binh, "annual leave", document=identity) == []
    for way in ("words", "meaning", "both"):
        assert search(binh, "How many days may I rest?", way=way) == []
    told = Talk(binh).ask("How many days of annual leave does every employee have?")
    assert (told["text"], told["notes"]["citations"]["citations"]) == (SENTENCES["en"]["nothing"], [])
    counts = binh.get("/api/documents").json()
    assert (counts["count"], counts["passages"], counts["embedded"]) == (0, 0, 0)
    place = f"/api/documents/{identity}"
    for reply in (
        binh.get(f"{place}/view"),
        binh.get(f"{place}/file"),
        binh.patch(place, json={"name": "mine.md"}),
        binh.delete(place),
    ):
        assert (reply.status_code, reply.json()["code"]) == (404, "not_found")
    bring(binh, "secret.md", TRAVEL.encode())
    assert [passage["file"] for passage in search(an, "train", way="words")] == []
    assert an.get(f"{place}/file").content == LEAVE.encode()


def test_everyone_reads_what_the_owner_shares_and_only_the_owner_changes_it(
    monkeypatch: pytest.MonkeyPatch, write_project: Callable[..., Path], serve: Callable[[Path], httpx2.Client]
) -> None:
    monkeypatch.setenv("ADMIN_CODE", "open sesame")
    project = write_project(faq={})
    client = serve(project)
    admin = owner(httpx2.Client(base_url=client.base_url, timeout=30), project)
    with admin:
        identity = bring(admin, "rules.md", LEAVE.encode(), shared=True)["id"]
        client.get("/")
        assert by_id(client, identity)["shared"] is True
        assert search(client, "annual leave", way="words")[0]["document"] == identity
        assert "twelve days" in Talk(client).ask("How many days of annual leave does everyone have?")["text"]
        assert client.get(f"/api/documents/{identity}/view").json()["after"].endswith("manager.\n")
        assert client.patch(f"/api/documents/{identity}", json={"name": "x.md"}).status_code == 404
        assert client.delete(f"/api/documents/{identity}").status_code == 404
        assert admin.delete(f"/api/documents/{identity}").status_code == 204
    assert listed(client) == []


@needs_vectors
def test_what_the_shell_brings_is_found_by_a_server_that_runs(visit: Callable[[], httpx2.Client]) -> None:
    client = visit()
    assert search(client, "train") == []
    put("travel.md", TRAVEL)
    eventually(lambda: bool(search(client, "trips by train")))
    eventually(lambda: listed(client)[0]["embedded"] == 1, patience=120)
    assert search(client, "trips by train", way="meaning")[0]["text"].endswith("director.")
    put("travel.md", LEAVE)
    eventually(lambda: bool(search(client, "annual leave", way="words")))
    assert search(client, "trips by train", way="words") == []
    assert not any("train" in found["text"] for found in search(client, "trips by train", way="meaning"))
    eventually(lambda: listed(client)[0]["embedded"] == 1, patience=120)
    assert "twelve days" in search(client, "trips by train", way="meaning")[0]["text"]


def test_the_folder_s_files_are_there_when_the_server_has_started(
    write_project: Callable[..., Path], serve: Callable[[Path], httpx2.Client]
) -> None:
    project = write_project(faq={})
    (project / "data/documents/a").mkdir(parents=True)
    (project / "data/documents/a/leave.md").write_text(LEAVE, encoding="utf-8")
    client = serve(project)
    deadline = time.monotonic() + 30
    while not search(client, "annual leave", way="words"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert [(each["name"], each["shared"], each["in_folder"]) for each in listed(client)] == [
        ("a/leave.md", True, True)
    ]


def test_what_stands_in_the_folder_is_changed_there_and_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, write_project: Callable[..., Path], serve: Callable[[Path], httpx2.Client]
) -> None:
    monkeypatch.setenv("ADMIN_CODE", "open sesame")
    project = write_project()
    client = serve(project)
    with owner(httpx2.Client(base_url=client.base_url, timeout=30), project) as admin:
        eventually(lambda: bool(listed(admin)))
        place = f"/api/documents/{listed(admin)[0]['id']}"
        for reply in (
            admin.delete(place),
            admin.patch(place, json={"name": "x.md"}),
            admin.put("/api/documents", params={"name": "faq.md", "shared": True}, content=b"x"),
        ):
            assert (reply.status_code, reply.json()["code"]) == (409, "in_folder")


def test_the_list_is_searched_by_name_and_counts_everything(visit: Callable[[], httpx2.Client]) -> None:
    client = visit()
    for name in ("Nội quy/Nghỉ phép.md", "Nội quy/Lương.md", "b.md"):
        bring(client, name, LEAVE.encode())

    def names(**options: Any) -> tuple[list[str], bool, int]:
        found = client.get("/api/documents", params=options).json()
        return [each["name"] for each in found["documents"]], found["more"], found["count"]

    assert names() == (["b.md", "Nội quy/Lương.md", "Nội quy/Nghỉ phép.md"], False, 3)
    assert names(query="noi quy PHÉP") == (["Nội quy/Nghỉ phép.md"], False, 3)
    assert names(query="100%_") == ([], False, 3)
    assert names(limit=2) == (["b.md", "Nội quy/Lương.md"], True, 3)


def rows_of(table: Any) -> int:
    with db.read() as connection:
        return int(connection.scalar(select(func.count()).select_from(table)) or 0)


@needs_vectors
def test_deleting_one_s_data_deletes_one_s_files_with_all_that_was_read_from_them(
    visit: Callable[[], httpx2.Client],
) -> None:
    put("all.md", TRAVEL)
    an, binh = visit(), visit()
    for client in (an, binh):
        bring(client, "mine.md", LEAVE.encode() + str(client.cookies).encode())
    eventually(lambda: rows_of(vectors) == 3, patience=120)
    assert an.delete("/api/me").status_code == 204
    for table in (documents, contents, texts, passages):
        assert rows_of(table) == 2
    assert [each["name"] for each in listed(binh)] == ["mine.md", "all.md"]
    assert search(binh, "annual leave")


def test_what_visitors_added_long_ago_is_deleted_where_that_is_set(
    monkeypatch: pytest.MonkeyPatch, write_project: Callable[..., Path], serve: Callable[[Path], httpx2.Client]
) -> None:
    for name, workspace in (("all.md", SHARED), ("old.md", "an"), ("new.md", "an")):
        put(name, LEAVE, workspace)
    read_all()
    with db.write() as connection:
        aged = update(documents).where(documents.c.name != "new.md")
        connection.execute(aged.values(added=datetime.now(UTC).replace(tzinfo=None) - timedelta(days=31)))
    monkeypatch.setenv("RETENTION_DAYS", "30")
    serve(write_project(faq={}))
    eventually(lambda: rows_of(documents) == 2)
    assert {row["name"] for row in catalogue.listed("an")} == {"all.md", "new.md"}
