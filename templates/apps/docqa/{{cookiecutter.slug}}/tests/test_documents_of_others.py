"""Whose documents are whose: two visitors, an owner, the folder and the shell, and what is deleted when."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import func, select, update

from app import db
from app.documents import catalogue
from app.documents.quoting import SENTENCES
from app.documents.scope import SHARED
from app.documents.tables import contents, documents, passages, texts, vectors
from tests.library import LEAVE, TRAVEL, needs_vectors, put, read_all
from tests.talks import Talk, eventually
from tests.visits import bring, by_id, listed, owner, search


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
