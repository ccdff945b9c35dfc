import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import RowMapping, select

from app import db, usage
from app.faults import OwnerFault
from app.guard import NANO, CapFault, CapSettings, Spending, spending
from app.llm.costs import Usage
from app.llm.faults import SENTENCES
from app.settings import PROJECT

USAGE = Usage(1000, 100, 10)


def asked(most_usd: float | None = 0.1, visitor: str = "a visitor") -> AbstractAsyncContextManager[Spending]:
    return spending(visitor, "a-model", "openai", most_usd)


def refused(most_usd: float | None = 0.1, visitor: str = "a visitor") -> str:
    """Return the code with which a call is refused, or nothing."""

    async def ask() -> str:
        try:
            async with asked(most_usd, visitor) as call:
                call.used(USAGE, most_usd or 0, estimated=False)
        except CapFault as fault:
            return fault.code
        return ""

    return asyncio.run(ask())


def rows() -> list[RowMapping]:
    with db.read() as connection:
        return list(connection.execute(select(usage.calls)).mappings())


def spent() -> int:
    return sum(row["cost"] for row in rows())


def spender(calls: int, usd: float) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.spender", str(calls), str(usd)]
    return subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")


def entered(process: "subprocess.Popen[str]") -> int:
    assert process.stdout
    return int(process.stdout.readline())


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


@pytest.mark.parametrize(("app", "visitor", "code"), [("0.5", "9", "cap_app"), ("9", "0.5", "cap_visitor")])
def test_of_fifty_calls_at_once_five_are_made(
    monkeypatch: pytest.MonkeyPatch, app: str, visitor: str, code: str
) -> None:
    monkeypatch.setenv("CAP_APP_USD", app)
    monkeypatch.setenv("CAP_VISITOR_USD", visitor)
    assert asyncio.run(held(50, 0.1)) == [""] * 5 + [code] * 45


def test_of_the_calls_of_two_processes_five_are_made() -> None:
    with spender(25, 0.1) as one, spender(25, 0.1) as other:
        assert entered(one) + entered(other) == 5
    assert spent() == NANO // 2


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


@pytest.mark.parametrize("cap", ["CAP_APP_USD", "CAP_VISITOR_USD"])
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
    assert (caps.cap_app_usd, caps.cap_visitor_usd, str(caps.cap_timezone)) == (Decimal(2), Decimal("0.5"), "UTC")


def test_every_refusal_has_its_sentence_in_both_languages() -> None:
    codes = {"cap_app", "cap_visitor", "no_price", "store_failed"}
    assert all(codes <= set(sentences) for sentences in SENTENCES.values())


@contextmanager
def corrupt(folder: Path) -> Iterator[None]:
    (folder / "app.db").write_bytes(b"no database " * 1000)
    yield


@contextmanager
def corrupt_later(folder: Path) -> Iterator[None]:
    refused()
    db.close()
    with open(folder / "app.db", "r+b") as file:
        file.write(b"no database " * 1000)
    yield


@contextmanager
def a_folder(folder: Path) -> Iterator[None]:
    (folder / "app.db").mkdir()
    yield


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    refused()
    with closing(sqlite3.connect(folder / "app.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def newer(_folder: Path) -> Iterator[None]:
    with db.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'core_9999'")
    db.close()
    yield


@contextmanager
def gone(folder: Path) -> Iterator[None]:
    refused()
    shutil.rmtree(folder)
    yield


@contextmanager
def no_folder(folder: Path) -> Iterator[None]:
    folder.rmdir()
    yield


@contextmanager
def without_rights(folder: Path) -> Iterator[None]:
    """Leave nobody the right to write; root would have it all the same, so that it steps down for a while."""
    refused()
    db.close()
    for path in (folder, *folder.iterdir()):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = os.geteuid()
    os.seteuid(65534 if before == 0 else before)
    yield
    os.seteuid(before)
    folder.chmod(0o755)


FAULTS = [corrupt, corrupt_later, a_folder, locked, newer, gone, no_folder, without_rights]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_no_call_when_the_store_fails(
    fault: Callable[[Path], AbstractContextManager[None]],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with tempfile.TemporaryDirectory() as name:
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{name}/store/app.db?timeout=0.1")
        folder = Path(name, "store")
        folder.mkdir()
        Path(name).chmod(0o755)
        with fault(folder):
            assert refused() == refused(0) == "store_failed"
        db.close()
    assert all(record.exc_info is None and record.getMessage().startswith("The store ") for record in caplog.records)
    assert len(caplog.records) == 2


def test_a_full_disk_stops_calls_and_not_the_reading() -> None:
    refused(0)
    code = (
        "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100));"
        "sys.argv = ['spender', '2', '0.1']; runpy.run_module('tests.spender', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, input="")
    assert done.stdout == "0\n"
    assert len(rows()) == 1


def test_a_reply_survives_a_store_that_fails_while_it_comes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/app.db?timeout=0.1")

    async def ask() -> None:
        async with asked(0.4) as call:
            call.used(USAGE, 0.1, estimated=False)
            lock.execute("BEGIN IMMEDIATE")

    with closing(sqlite3.connect(tmp_path / "app.db", isolation_level=None)) as lock:
        asyncio.run(ask())
    assert "locked" in caplog.text
    assert spent() == 400_000_000


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
