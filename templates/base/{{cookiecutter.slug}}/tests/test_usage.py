import json
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

import pytest

from app import db, usage
from app.guard import CapSettings

Run = Callable[..., subprocess.CompletedProcess[str]]

NANO = 1_000_000_000


@pytest.fixture
def today() -> date:
    return CapSettings().today()


def record(day: date, cost: int | None, fault: str | None = None, estimated: bool = False) -> None:
    """Enter a call; one without a cost is left open."""
    with db.write() as connection:
        number = usage.reserve(connection, usage.Call(day, "a visitor", "openai", "a-model", 2 * NANO))
        if cost is not None:
            status: Literal["settled", "failed"] = "failed" if fault else "settled"
            usage.settle(connection, number, usage.Outcome(status, cost, 1000, 20, 300, estimated, fault, None, 1.5))


@pytest.mark.any_store
def test_it_shows_each_day_in_sum(run: Run, today: date) -> None:
    record(today, NANO // 4)
    record(today, NANO // 4, estimated=True)
    record(today, 0, "timeout")
    record(today, None)
    record(today - timedelta(days=6), 5)
    record(today - timedelta(days=7), NANO)
    done = run("usage", "--json")
    assert done.stderr == ""
    assert json.loads(done.stdout)["days"] == [
        {
            "day": today.isoformat(),
            "calls": 4,
            "failed": 1,
            "open": 1,
            "input_tokens": 3000,
            "cached_tokens": 900,
            "output_tokens": 60,
            "cost_usd": 2.5,
            "estimated_share": 0.25,
        },
        {
            "day": (today - timedelta(days=6)).isoformat(),
            "calls": 1,
            "failed": 0,
            "open": 0,
            "input_tokens": 1000,
            "cached_tokens": 300,
            "output_tokens": 20,
            "cost_usd": 5e-9,
            "estimated_share": 0.0,
        },
    ]


def test_its_table_stands_in_columns(run: Run, today: date) -> None:
    record(today, NANO // 4)
    record(today - timedelta(days=1), NANO // 3, estimated=True)
    head, *lines = run("usage", "--days", "2").stdout.splitlines()
    assert [line.split() for line in lines] == [
        [str(today), "1", "0", "0", "1,000", "300", "20", "0.2500", "0%"],
        [str(today - timedelta(days=1)), "1", "0", "0", "1,000", "300", "20", "0.3333", "100%"],
    ]
    assert len({len(line) for line in [head, *lines]}) == 1


def test_it_says_that_there_was_no_call(run: Run) -> None:
    assert run("usage", "--days", "3").stdout == "No calls to a model in the last 3 days.\n"


def test_the_sums_of_a_day_come_from_its_index_alone(today: date) -> None:
    query = usage.SPENT.params(on=today, who="a visitor")
    with db.read() as connection:
        sql = query.compile(connection, compile_kwargs={"literal_binds": True})
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}").all()
    assert "USING COVERING INDEX ix_calls_day_visitor_cost" in plan[0][3]
