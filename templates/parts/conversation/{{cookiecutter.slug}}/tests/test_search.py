"""Search among one's own conversations, and that the index holds what is kept and no more."""

from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text

from app import db
from app.conversation.store import Own
from tests.fake_openai import FakeOpenAI
from tests.talks import Talk, another, listed, one_api

Serve = Callable[[Path], httpx2.Client]
Write = Callable[..., Path]

OPEN = "When are you open?"


def indexed(words: str) -> int:
    """Return how many entries hold the words, once the index is proven to be that of the entries."""
    with db.write() as connection:
        connection.execute(text("INSERT INTO search_words(search_words, rank) VALUES ('integrity-check', 1)"))
        found = text("SELECT count(*) FROM search_words WHERE search_words MATCH :words")
        return int(connection.execute(found, {"words": words}).scalar_one())


@pytest.mark.any_store
@pytest.mark.parametrize("query", ["đặt lịch", "dat lich", "ĐẶT", "lich dat", "lich đat", "dat li", " thu  hai. ", "k"])
def test_words_are_found_with_their_marks_and_without(client: httpx2.Client, query: str) -> None:
    talk = Talk(client)
    talk.ask("Chào bạn, tôi muốn ĐẶT lịch khám vào thứ Hai. " + "Xin cảm ơn. " * 20)
    Talk(client).ask(OPEN)
    (found,) = listed(client, query=query)
    assert found["id"] == talk.id
    assert "ĐẶT lịch khám" in found["snippet"]
    assert len(found["snippet"]) < 130


WORDS_APART = ["dat lich hen", "da lich", "ich", "NOT x", "dat OR x", "folded:dat"]
NOWHERE = [*WORDS_APART, "%", "_", "50%", "\\", "'", '"', '"*', "*"]


@pytest.mark.any_store
@pytest.mark.parametrize("query", [*NOWHERE, "^dat AND (", "dat\0x", "NEAR(dat lich, 0)", "😀", "-"])
def test_what_nobody_said_is_not_found(client: httpx2.Client, query: str) -> None:
    Talk(client).ask("Tôi muốn đặt lịch")
    assert listed(client, query=query) == []


@pytest.mark.any_store
def test_a_query_of_nothing_is_the_list(client: httpx2.Client) -> None:
    Talk(client).ask(OPEN)
    (found,) = listed(client, query=" \n")
    assert set(found) == {"id", "title", "updated", "live"}


@pytest.mark.any_store
def test_what_the_app_said_and_a_new_title_are_found_too(client: httpx2.Client) -> None:
    talk = Talk(client)
    talk.ask(OPEN)
    assert [each["id"] for each in listed(client, query="monday FRIDAY")] == [talk.id]
    client.patch(talk.address, json={"title": "Giờ mở cửa"})
    assert talk.kept()["title"] == "Giờ mở cửa"
    assert [each["title"] for each in listed(client, query="gio mo")] == ["Giờ mở cửa"]
    client.patch(talk.address, json={"title": "Hours"})
    assert listed(client, query="gio mo") == []


@pytest.mark.any_store
def test_the_snippet_is_where_the_word_begins(client: httpx2.Client) -> None:
    Talk(client).ask("Straße und Scheibe, " * 40 + "ein ﬁnaler Update-Termin mit Date: 12.50 Euro")
    (found,) = listed(client, query="date")
    assert found["snippet"].endswith("Update-Termin mit Date: 12.50 Euro")
    assert len(listed(client, query="12.50 eur")) == len(listed(client, query="finaler")) == 1


@pytest.mark.any_store
def test_what_is_found_comes_in_pages(client: httpx2.Client) -> None:
    for number in range(3):
        Talk(client).ask(f"Bike {number}")
    first = client.get("/api/conversations", params={"query": "bike", "limit": 2}).json()
    rest = client.get("/api/conversations", params={"query": "bike", "before": first["before"]}).json()
    titles = [each["title"] for page in (first, rest) for each in page["conversations"]]
    assert titles == ["Bike 2", "Bike 1", "Bike 0"]


@one_api
def test_a_reply_is_indexed_once_it_has_ended_however_it_did(fake: FakeOpenAI, client: httpx2.Client) -> None:
    fake.scenario = "slow"
    talk = Talk(client)
    reply = talk.say("Count")["id"]
    talk.some(reply, 3)
    assert listed(client, query="tick") == []
    talk.stop(reply)
    assert [each["id"] for each in listed(client, query="tick tick")] == [talk.id]
    fake.scenario = "cut"
    talk.again(talk.message(reply)["parent"])
    assert indexed("count") == 2  # the title and the message


def test_what_is_deleted_leaves_the_index(client: httpx2.Client) -> None:
    talks = [Talk(client) for _ in range(3)]
    for talk in talks:
        talk.ask("Whatsoever")
    with another(client) as other:
        Talk(other).ask("Whatsoever")
        assert indexed("whatsoever") == 8
        client.delete(talks[0].address)
        assert indexed("whatsoever") == 6
        client.delete("/api/me")
        assert indexed("whatsoever") == 2
        assert len(listed(other, query="whatsoever")) == 1


def before_search(connection: Connection) -> None:
    """Bring a store to where there was no search by words yet, with a conversation in it."""
    config = Config()
    config.set_main_option("script_location", str(db.MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "conversation_0001")
    connection.execute(
        text(
            "INSERT INTO conversations (id, visitor, title, folded, leaf, created, updated)"
            " VALUES ('c', 'v', 'Đau răng', 'dau rang', 'b', '2026-01-01 00:00:00', '2026-01-01 00:00:00')"
        )
    )
    for identity, parent, role, status in (("a", None, "user", "complete"), ("b", "a", "assistant", "live")):
        row = {"id": identity, "parent": parent, "role": role, "status": status}
        connection.execute(
            text(
                "INSERT INTO messages (id, conversation, parent, role, text, folded, status, answerer, estimated,"
                " notes, reason, created) VALUES (:id, 'c', :parent, :role, 'Đặt lịch', 'dat lich', :status, '', 0,"
                " '{}', '', '2026-01-01 00:00:00')"
            ),
            row,
        )


def test_what_was_said_before_there_was_an_index_is_found(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/app.db")
    with engine.begin() as connection:
        before_search(connection)
    engine.dispose()
    for query in ("dau rang", "dat lich"):
        (found,) = Own("v").listed(query, "", 30)
        assert (found["title"], found["leaf"]) == ("Đau răng", "b")
    assert indexed("dat") == 1
    assert [row["text"] for row in Own("v").conversation_of("c")[1]] == ["Đặt lịch", "Đặt lịch"]
