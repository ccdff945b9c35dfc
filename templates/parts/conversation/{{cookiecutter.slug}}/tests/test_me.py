"""What the app knows of a visitor, and that it forgets."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import RowMapping, func, select, update

from app import db
from app.conversation.tables import conversations, messages, now
from tests.fake_openai import FakeOpenAI
from tests.talks import Talk, another, eventually, listed, one_api

Serve = Callable[[Path], httpx2.Client]
Write = Callable[..., Path]


def kept() -> int:
    with db.read() as connection:
        return connection.scalars(select(func.count()).select_from(messages)).one()


@pytest.mark.any_store
@one_api
def test_what_a_visitor_spent_and_may_spend(
    fake: FakeOpenAI, client: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAP_VISITOR_USD", "0.25")
    talk = Talk(client)
    assert client.get("/api/me").json() == {"spent_usd": 0.0, "cap_usd": 0.25, "is_admin": False}
    assert talk.ask("How much?")["cost_usd"] == 0.0


@pytest.mark.any_store
def test_a_visitor_can_have_everything_deleted(fake: FakeOpenAI, client: httpx2.Client) -> None:
    mine = Talk(client)
    mine.ask("How much?")
    with another(client) as other:
        Talk(other).ask("How much?")
        fake.scenario = "slow"
        talk = Talk(client)
        talk.some(talk.say("Tick")["id"], 2)
        gone = client.delete("/api/me")
        assert (gone.status_code, kept()) == (204, 2)
        assert "Max-Age=0" in gone.headers["set-cookie"]
        assert fake.requests[-1].left.wait(5)
        assert client.get(mine.address).status_code == 404
        assert len(listed(other)) == 1


@one_api
def test_of_a_deleted_visitor_no_table_keeps_more_than_what_calls_cost(fake: FakeOpenAI, client: httpx2.Client) -> None:
    fake.texts.append("To Zanzibar")
    reply = Talk(client).ask("Zanzibar?")
    client.put(f"/api/replies/{reply['id']}/rating", json={"value": "down", "reason": "Zanzibar!"})
    assert holding("zanzibar") == {"conversations", "messages", "search_entries"}
    (visitor,) = {row["visitor"] for row in rows("conversations")}
    assert holding(visitor) == {"conversations", "calls"}
    assert client.delete("/api/me").status_code == 204
    assert holding("zanzibar") == set()
    assert holding(visitor) == {"calls"}


def rows(table: str) -> list[RowMapping]:
    with db.read() as connection:
        return list(connection.execute(select(db.metadata.tables[table])).mappings())


def holding(words: str) -> set[str]:
    """Return the tables in which the words stand."""
    return {table for table in db.metadata.tables if words in str(rows(table)).casefold()}


@pytest.mark.any_store
@pytest.mark.parametrize(("days", "left"), [("30", ["new"]), ("0", ["new", "old"])])
def test_old_conversations_are_deleted_where_that_is_set(
    serve: Serve, write_project: Write, monkeypatch: pytest.MonkeyPatch, days: str, left: list[str]
) -> None:
    client = serve(write_project())
    old, new = Talk(client), Talk(client)
    old.ask("old")
    new.ask("new")
    with db.write() as connection:
        aged = update(conversations).where(conversations.c.id == old.id)
        connection.execute(aged.values(updated=now() - timedelta(days=31)))
    monkeypatch.setenv("RETENTION_DAYS", days)
    later = serve(write_project())
    later.cookies = client.cookies
    eventually(lambda: [each["title"] for each in listed(later)] == left)
    assert kept() == 2 * len(left)
