import asyncio
import sqlite3
from contextlib import AbstractAsyncContextManager, closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import db, usage
from app.faults import OwnerFault
from app.guard import NANO, CapFault, CapSettings, Spending
from app.llm.faults import SENTENCES
from tests.spending import USAGE, asked, entered, refused, rows, spender, spent


@pytest.mark.any_store
def test_a_call_is_recorded_with_what_it_took() -> None:
    async def ask() -> None:
        async with asked(0.25) as call:
            call.first_token()
            call.used(USAGE, 0.0123, estimated=True)

    asyncio.run(ask())
    (row,) = rows()
    assert (row["visitor"], row["provider"], row["model"]) == ("a visitor", "openai", "a-model")
    assert (row["status"], row["reserved"], row["cost"]) == ("settled", 250_000_000, 12_300_000)
    assert (row["input_tokens"], row["output_tokens"], row["cached_tokens"]) == (1000, 100, 10)
    assert (row["estimated"], row["fault"]) == (True, None)
    assert 0 <= row["first_token_seconds"] <= row["seconds"] < 5
    assert abs(datetime.now(UTC).replace(tzinfo=None) - row["started"]).total_seconds() < 60


def test_a_failed_call_counts_for_what_it_took() -> None:
    async def ask() -> None:
        async with asked() as call:
            call.failed("server_error")
        async with asked() as call:
            call.used(USAGE, 0.05, estimated=True)
            call.failed("cut_stream")

    asyncio.run(ask())
    assert [(row["status"], row["fault"], row["cost"]) for row in rows()] == [
        ("failed", "server_error", 0),
        ("failed", "cut_stream", 50_000_000),
    ]


def test_a_call_of_which_nobody_says_what_came_counts_whole() -> None:
    async def ask() -> None:
        async with asked(0.4):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asyncio.run(ask())
    assert [(row["status"], row["cost"]) for row in rows()] == [("reserved", 400_000_000)]


MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.sampled_from("abc"), st.floats(0, 0.6)),
        st.tuples(st.sampled_from(["used", "failed", "both", "crash"]), st.integers(0, 9), st.floats(0, 1)),
    ),
    max_size=12,
)


@settings(max_examples=30, deadline=None)
@given(MOVES)
def test_whatever_happens_in_whatever_order_the_caps_hold(moves: list[tuple[str, str | int, float]]) -> None:
    with db.write() as connection:
        connection.execute(usage.calls.delete())
    asyncio.run(play(moves))


async def play(moves: list[tuple[str, str | int, float]]) -> None:
    going: list[tuple[AbstractAsyncContextManager[Spending], Spending, float]] = []
    for move, which, amount in moves:
        if move == "ask":
            try:
                block = asked(amount, str(which))
                going.append((block, await block.__aenter__(), amount))
            except CapFault:
                continue
        elif going:
            block, call, most = going.pop(int(which) % len(going))
            if move in {"used", "both"}:
                call.used(USAGE, amount * most, estimated=False)
            if move in {"failed", "both"}:
                call.failed("server_error")
            await block.__aexit__(None, None, None)
        assert spent() <= 2 * NANO
        assert all(sum(row["cost"] for row in rows() if row["visitor"] == who) <= NANO // 2 for who in "abc")


async def held(calls: int, usd: float) -> list[str]:
    """Make calls all at once, none of which ends before all have begun; return how each began."""
    begun, codes = asyncio.Barrier(calls), list[str]()

    async def ask() -> None:
        try:
            async with asked(usd):
                codes.append("")
                await begun.wait()
        except CapFault as fault:
            codes.append(fault.code)
            await begun.wait()

    await asyncio.gather(*(ask() for _ in range(calls)))
    return sorted(codes)


@pytest.mark.any_store
@pytest.mark.parametrize(("app", "visitor", "code"), [("0.5", "9", "cap_app"), ("9", "0.5", "cap_visitor")])
def test_of_fifty_calls_at_once_five_are_made(
    monkeypatch: pytest.MonkeyPatch, app: str, visitor: str, code: str
) -> None:
    monkeypatch.setenv("CAP_APP_USD", app)
    monkeypatch.setenv("CAP_VISITOR_USD", visitor)
    assert asyncio.run(held(50, 0.1)) == [""] * 5 + [code] * 45


@pytest.mark.any_store
def test_of_the_calls_of_two_processes_five_are_made() -> None:
    with spender(25, 0.1) as one, spender(25, 0.1) as other:
        assert entered(one) + entered(other) == 5
    assert spent() == NANO // 2


@pytest.mark.any_store
def test_what_a_killed_process_set_aside_stays_counted() -> None:
    with spender(3, 0.1) as process:
        assert entered(process) == 3
        process.kill()
    assert [(row["status"], row["cost"]) for row in rows()] == [("reserved", 100_000_000)] * 3
    assert [refused(), refused(), refused()] == ["", "", "cap_visitor"]


def test_one_visitor_does_not_use_up_what_is_left_for_others() -> None:
    assert refused(0.5, "one") == ""
    assert refused(0.01, "one") == "cap_visitor"
    assert [refused(0.5, "two"), refused(0.5, "three"), refused(0.5, "four")] == ["", "", ""]
    assert refused(0.01, "five") == "cap_app"


@pytest.mark.any_store
def test_the_visitors_from_one_address_share_its_cap() -> None:
    here, elsewhere = "0123456789ab", "ba9876543210"
    assert [refused(0.5, f"{here}-1"), refused(0.5, f"{here}-2"), refused(0.01, f"{here}-3")] == ["", "", "cap_address"]
    assert refused(0.5, f"{elsewhere}-1") == ""


@pytest.mark.parametrize("cap", ["CAP_APP_USD", "CAP_VISITOR_USD", "CAP_ADDRESS_USD"])
def test_a_cap_of_nothing_allows_only_what_is_free(monkeypatch: pytest.MonkeyPatch, cap: str) -> None:
    monkeypatch.setenv(cap, "0")
    assert refused(0.000_001) == cap.lower().removesuffix("_usd")
    assert refused(0) == ""
    assert len(rows()) == 1


def test_what_is_free_is_made_when_the_cap_is_used_up() -> None:
    assert [refused(0.5), refused(0.5), refused(0)] == ["", "cap_visitor", ""]


@pytest.mark.parametrize("price", [None, float("nan"), float("inf"), -0.1])
def test_no_call_without_a_price(price: float | None) -> None:
    assert refused(price) == "no_price"
    assert rows() == []


def test_a_new_day_begins_by_the_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAP_TIMEZONE", "Pacific/Kiritimati")
    assert [refused(0.5), refused(0.5)] == ["", "cap_visitor"]
    monkeypatch.setenv("CAP_TIMEZONE", "Pacific/Pago_Pago")  # 25 hours behind: never the same day
    assert refused(0.5) == ""


@pytest.mark.parametrize("setting", ["CAP_APP_USD=-1", "CAP_APP_USD=inf", "CAP_VISITOR_USD=x", "CAP_TIMEZONE=Mars"])
def test_a_wrong_setting_is_named_and_stops_every_call(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    name, value = setting.split("=")
    monkeypatch.setenv(name, value)
    with pytest.raises(OwnerFault, match=name):
        CapSettings()
    assert refused() == "store_failed"


def test_the_defaults() -> None:
    caps = CapSettings()
    assert (caps.cap_app_usd, caps.cap_visitor_usd, caps.cap_address_usd) == (Decimal(2), Decimal("0.5"), Decimal(1))
    assert str(caps.cap_timezone) == "UTC"


def test_every_refusal_has_its_sentence_in_both_languages() -> None:
    codes = {"cap_app", "cap_visitor", "cap_address", "no_price", "store_failed"}
    assert all(codes <= set(sentences) for sentences in SENTENCES.values())


@pytest.mark.any_store
def test_a_cancelled_reply_is_settled() -> None:
    async def ask() -> None:
        async with asked() as call:
            call.used(USAGE, 0.01, estimated=True)
            started.set()
            await asyncio.sleep(60)

    async def cancel() -> None:
        task = asyncio.create_task(ask())
        await started.wait()
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()

    started = asyncio.Event()
    asyncio.run(cancel())
    assert [(row["status"], row["cost"]) for row in rows()] == [("settled", 10_000_000)]


def test_a_call_cancelled_before_it_is_made_counts_for_nothing(tmp_path: Path) -> None:
    async def ask() -> None:
        async with asked():
            pytest.fail("the call was made")

    async def cancel() -> None:
        task = asyncio.create_task(ask())
        await asyncio.sleep(0.1)
        task.cancel()
        await asyncio.sleep(0)
        lock.execute("ROLLBACK")
        await asyncio.wait([task])
        assert task.cancelled()

    db.engine()
    with closing(sqlite3.connect(tmp_path / "app.db", isolation_level=None)) as lock:
        lock.execute("BEGIN IMMEDIATE")
        asyncio.run(cancel())
    assert [(row["status"], row["fault"], row["cost"]) for row in rows()] == [("failed", "cancelled", 0)]
