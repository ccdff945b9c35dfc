"""Conversations that are carried over to another database are listed, found and gone on with there."""

from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from app import db
from tests.server import serving
from tests.talks import Talk, listed

carrying = pytest.importorskip("app.carrying", reason="the project has no other database: quickship add postgres")


def test_what_was_said_is_there_and_found(
    write_project: Callable[..., Path],
    new_database: Callable[[], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    project = write_project()
    with serving(project) as address, httpx2.Client(base_url=address, timeout=30) as client:
        talk = Talk(client)
        reply = talk.ask("Khi nào mở cửa? 😀")
        talk.client.put(f"/api/replies/{reply['id']}/rating", json={"value": "up"}).raise_for_status()
        before, cookies = talk.kept(), client.cookies
    monkeypatch.setenv("DATABASE_URL", new_database())
    carrying.carry(tmp_path / "app.db")
    db.close()
    with serving(project) as address, httpx2.Client(base_url=address, timeout=30, cookies=cookies) as client:
        there = Talk(client, talk.id)
        assert there.kept() == before
        assert [row["id"] for row in listed(client, query="mo cua")] == [talk.id]
        assert there.ask("And on Sundays?", parent=reply["id"])["status"] == "complete"
