"""The caps fail closed: where the store cannot be used, no call is made, and the log says why in one sentence."""

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

from app import db
from app.settings import PROJECT
from tests.spending import USAGE, asked, refused, rows, spent


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
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'core_9' WHERE version_num LIKE 'core%'")
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
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    refused()
    db.close()
    for path in (folder, *folder.iterdir()):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield
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


def test_a_full_disk_stops_calls_and_loses_none(tmp_path: Path) -> None:
    assert refused(0) == ""
    room = 40_000 + max(file.stat().st_size for file in tmp_path.glob("app.db*"))
    code = (
        f"import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}));"
        "sys.argv = ['spender', '40', '0']; runpy.run_module('tests.spender', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, input="")
    assert 0 < int(done.stdout) < 40
    assert done.stderr.count("cannot be used: disk I/O error") == 40 - int(done.stdout)
    assert len(rows()) == 1 + int(done.stdout)


def test_a_write_that_does_not_end_stops_others_in_time(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(db, "PATIENCE", 0.05)
    with db.write():
        assert refused() == "store_failed"
    assert "another write does not end" in caplog.text


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
