"""What was labelled is kept: found by words, label, week and confidence, a page at a time, and gone in time."""

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import Connection, Select, update

from app import db
from app.results import store
from app.results.store import Labelled, Wanted
from app.results.tables import results
from app.review import queue
from app.tasks.results import delete_older
from tests import triage

Serve = Callable[[Path], httpx2.Client]
MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLASSIFY_EMBEDDINGS", "false")


def fill(count: int) -> None:
    """Keep texts of three labels, confidences and weeks, the oldest first."""
    rows = [
        Labelled(f"Hóa đơn số {n}", "abc"[n % 3], "abc"[n % 3], (None, 0.4, 0.6, 0.9, 0.99)[n % 5], "local", "", True)
        for n in range(count)
    ]
    third = count // 3
    with db.write() as connection:
        for at in range(3):
            store.add(connection, rows[at * third : (at + 1) * third])
            new = results.c.week > MONDAY - timedelta(weeks=90)
            week = MONDAY - timedelta(weeks=100 - at)
            connection.execute(update(results).where(new).values(week=week))


def pages(wanted: dict[str, Any]) -> list[int]:
    """Return the numbers of all texts that are wanted, page by page."""
    found: list[int] = []
    after = ""
    with db.read() as connection:
        while rows := store.page(connection, Wanted(**wanted, after=after), 7):
            found += [int(row["text"].rsplit(" ", 1)[1]) for row in rows]
            after = store.cursor(rows[-1])
    return found


@pytest.mark.any_store
def test_every_filter_gives_all_that_it_wants_the_newest_first() -> None:
    fill(90)
    week = {"week": MONDAY - timedelta(weeks=99)}
    every = range(89, -1, -1)
    assert pages({}) == [*every]
    assert pages({"label": "b"}) == [n for n in every if n % 3 == 1]
    assert pages(week) == [*range(59, 29, -1)]
    assert pages({"band": 2}) == [n for n in every if n % 5 == 2]
    assert pages({"band": 0, "label": "a", **week}) == [n for n in range(59, 29, -1) if n % 15 == 0]
    assert pages({"query": "hoa don 4"}) == [n for n in every if str(n).startswith("4")]
    assert pages({"query": "so hoa", "label": "c", "band": 4}) == [n for n in every if n % 15 == 14]
    assert pages({"query": '" OR *'}) == []


@pytest.mark.any_store
def test_a_text_is_found_by_words_and_shown_with_all_that_is_known(serve: Serve, tmp_path: Path) -> None:
    client = serve(triage.write(tmp_path))
    client.post("/api/classify", json={"text": "The invoice is wrong"}).raise_for_status()
    (row,) = client.get("/api/results", params={"query": "INVOICE wro"}).json()["rows"]
    assert (row["text"], row["way"], row["state"]) == ("The invoice is wrong", "local", "waiting")
    assert client.get("/api/results", params={"query": "receipt"}).json() == {"rows": [], "after": None}
    told = client.get("/api/results/summary").json()
    assert (told["count"], told["labels"]) == (1, [{"label": row["label"], "count": 1}])
    assert client.get("/api/results", params={"after": "1; drop"}).status_code == 400


def test_nothing_is_kept_where_the_owner_wants_that(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLASSIFY_KEEP_DAYS", "0")
    client = serve(triage.write(tmp_path))
    client.post("/api/classify", json={"texts": ["The invoice is wrong"]}).raise_for_status()
    assert client.get("/api/results/summary").json()["count"] == 0


def test_what_is_old_is_deleted_and_no_longer_found() -> None:
    fill(9)
    old = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=31)
    with db.write() as connection:
        connection.execute(update(results).where(results.c.id <= 5).values(created=old))
    assert delete_older(30) == 5
    assert sorted(pages({"query": "hoa"})) == [5, 6, 7, 8]


@pytest.mark.parametrize("names", [c for n in range(4) for c in itertools.combinations(("label", "week", "band"), n)])
def test_a_page_is_read_off_an_index_and_nothing_is_sorted(names: tuple[str, ...]) -> None:
    """Whatever is wanted: then a million rows cost no more than a page."""
    values = {"label": "a", "week": MONDAY, "band": 3}
    wanted = Wanted(**{name: values[name] for name in names}, after=f"{MONDAY}~7")  # type: ignore[arg-type]
    with db.read() as connection:
        plan = planned(connection, store.query(connection, wanted, 50))
    assert [line for line in plan if "TEMP B-TREE" in line] == []
    assert [line for line in plan if line.startswith("SCAN") and "INDEX" not in line] == []
    assert all(f"{name}=?" in " ".join(plan) for name in names)


def test_the_queue_is_read_off_its_index() -> None:
    with db.read() as connection:
        plan = planned(connection, queue.query("0~0.5~7", 20))
    assert len(plan) == 1
    assert plan[0].startswith("SEARCH results USING INDEX ix_results_queue (state=?")


def planned(connection: Connection, query: Select[Any]) -> list[str]:
    """Return how SQLite goes about a query."""
    told = query.compile(connection, compile_kwargs={"literal_binds": True})
    return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {told}")]
