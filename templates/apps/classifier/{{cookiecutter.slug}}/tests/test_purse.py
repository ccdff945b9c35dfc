"""The money of a run: never more than its budget or the day's cap, and every call stands in the store."""

import asyncio

import pytest

from app.batch.purse import Purse
from app.guard import CapFault
from app.llm.costs import Usage
from tests import spending

NANO = 1_000_000_000


async def spend(purse: Purse, most: float, cost: float, seconds: float = 0) -> str:
    try:
        async with purse.spending("a-model", "openai", most) as call:
            await asyncio.sleep(seconds)
            call.used(Usage(100, 10), cost, estimated=False)
    except CapFault as fault:
        return fault.code
    return ""


def test_calls_are_entered_one_by_one_and_nothing_stays_set_aside() -> None:
    async def run() -> None:
        purse = Purse("a run", 1.0)
        assert {await spend(purse, 0.01, 0.004) for _ in range(20)} == {""}
        held = [row["cost"] for row in spending.rows() if row["status"] == "reserved"]
        assert sum(held) >= 0.01 * NANO
        await purse.close()
        assert purse.spent == round(20 * 0.004 * NANO)

    asyncio.run(run())
    assert [row["status"] for row in spending.rows()] == ["settled"] * 20
    assert spending.spent() == round(20 * 0.004 * NANO)
    assert {row["visitor"] for row in spending.rows()} == {"a run"}


def test_a_budget_is_used_up_to_the_last_call_that_it_has_room_for() -> None:
    async def run() -> list[str]:
        purse = Purse("a run", 0.1)
        found = await asyncio.gather(*(spend(purse, 0.02, 0.01, 0.01) for _ in range(20)))
        await purse.close()
        return found

    found = asyncio.run(run())
    assert found.count("") == 9  # the tenth could have cost more than was left
    assert set(found) == {"", "cap_visitor"}
    assert spending.spent() == round(0.09 * NANO)


def test_the_day_bounds_a_run_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAP_APP_USD", "0.05")
    assert spending.refused(0.02) == ""

    async def run() -> list[str]:
        purse = Purse("a run", 1.0)
        found = [await spend(purse, 0.02, 0.01) for _ in range(4)]
        await purse.close()
        return found

    assert asyncio.run(run()) == ["", "", "cap_app", "cap_app"]
    assert spending.spent() == round(0.04 * NANO)


def test_a_visitors_cap_holds_where_no_budget_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAP_VISITOR_USD", "0.03")

    async def run() -> list[str]:
        purse = Purse("a run", None)
        found = [await spend(purse, 0.02, 0.01) for _ in range(3)]
        await purse.close()
        return found

    assert asyncio.run(run()) == ["", "", "cap_visitor"]


def test_what_nobody_told_of_counts_for_the_most_it_could_cost() -> None:
    async def run() -> None:
        purse = Purse("a run", 1.0)
        with pytest.raises(ZeroDivisionError):
            async with purse.spending("a-model", "openai", 0.02):
                raise ZeroDivisionError
        async with purse.spending("a-model", "openai", 0.02) as call:
            call.failed("server_error")
        await purse.close()

    asyncio.run(run())
    assert [(row["status"], row["cost"]) for row in spending.rows()] == [("reserved", 20_000_000), ("failed", 0)]


def test_without_a_price_nothing_is_spent() -> None:
    async def run() -> str:
        return await spend(Purse("a run", 1.0), None, 0.01)  # type: ignore[arg-type]

    assert asyncio.run(run()) == "no_price"
    assert spending.rows() == []
