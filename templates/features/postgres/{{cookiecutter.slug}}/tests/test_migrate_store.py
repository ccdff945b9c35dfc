"""What SQLite holds is carried over to PostgreSQL once, and whole, however often that is interrupted."""

import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, func, insert, select

from app import db, moving
from app.carrying import every_table
from app.discovery import exported
from app.settings import PROJECT
from app.usage import calls
from tests.made_up import made_up, value

Run = Callable[..., subprocess.CompletedProcess[str]]

ROWS = 20
MANY = 200
KILLS = 4


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return made_up(tmp_path / "old.db", ROWS)


@pytest.fixture
def target(new_database: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> str:
    address = new_database()
    monkeypatch.setenv("DATABASE_URL", address)
    return address


def held(engine: Engine) -> dict[str, Any]:
    """Return every row of each table that is copied, and of the others how many there are."""
    own = frozenset[str]().union(*exported(moving, "tables"))
    with engine.connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table))
            if table.name in own
            else sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in every_table()
        }


def is_empty(rows: dict[str, Any]) -> bool:
    return not any(rows.values())


def in_file(file: Path) -> dict[str, Any]:
    engine = create_engine(f"sqlite:///{file}")
    rows = held(engine)
    engine.dispose()
    return rows


def test_every_row_is_carried_over_and_counted(run: Run, file: Path, target: str) -> None:
    done = run("migrate-store", "--from", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    *lines, last = done.stdout.splitlines()
    names = [table.name for table in every_table()]
    assert [line.split() for line in lines] == [[name, str(ROWS)] for name in names]
    assert last == f"{ROWS * len(names)} rows are in the new store."
    assert held(db.engine()) == in_file(file)


def test_what_comes_next_is_numbered_after_it(run: Run, file: Path, target: str) -> None:
    assert run("migrate-store", "--from", str(file)).returncode == 0
    row = {column.name: value(column, 1) for column in calls.columns if column.name != "id"}
    with db.write() as connection:
        assert connection.execute(insert(calls).returning(calls.c.id), row).scalar_one() == ROWS + 1


def test_a_character_that_postgresql_does_not_hold_is_replaced(run: Run, file: Path, target: str) -> None:
    with closing(sqlite3.connect(file)) as old:
        old.execute("UPDATE calls SET model = 'a' || char(0) || 'b' WHERE id = 7")
        old.commit()
    assert run("migrate-store", "--from", str(file)).returncode == 0
    with db.read() as connection:
        assert connection.scalar(select(calls.c.model).where(calls.c.id == 7)) == "a\ufffdb"


def test_a_second_time_changes_nothing(run: Run, file: Path, target: str) -> None:
    first, second = (run("migrate-store", "--from", str(file)) for _ in range(2))
    assert (second.returncode, second.stdout) == (0, first.stdout)
    assert held(db.engine()) == in_file(file)


def test_a_database_that_holds_anything_else_is_refused(run: Run, file: Path, target: str) -> None:
    with db.write() as connection:
        connection.execute(insert(calls), {column.name: value(column, ROWS + 1) for column in calls.columns})
    before = held(db.engine())
    done = run("migrate-store", "--from", str(file))
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert "has data in calls; name an empty database" in done.stderr
    assert held(db.engine()) == before


def test_a_store_that_the_app_still_uses_is_refused(run: Run, file: Path, target: str) -> None:
    with closing(sqlite3.connect(file)) as app:
        app.execute("SELECT * FROM calls").fetchall()
        done = run("migrate-store", "--from", str(file))
    assert (done.returncode, done.stdout) == (1, "")
    assert "is in use; stop the app first" in done.stderr


def test_a_file_that_is_not_there_is_one_sentence_and_not_made(run: Run, tmp_path: Path, target: str) -> None:
    done = run("migrate-store")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "There is no store at " in done.stderr
    assert not (tmp_path / "var" / "app.db").exists()


def test_without_the_address_of_a_server_nothing_is_carried(run: Run, file: Path) -> None:
    done = run("migrate-store", "--from", str(file))
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "DATABASE_URL names a file" in done.stderr


def test_killed_at_any_moment_it_neither_doubles_nor_loses_a_row(
    new_database: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = made_up(tmp_path / "old.db", MANY)
    command = [sys.executable, "-m", "app", "migrate-store", "--from", str(file)]
    monkeypatch.setenv("DATABASE_URL", new_database())
    begun = time.monotonic()
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
    whole = time.monotonic() - begun
    expected = in_file(file)
    assert held(db.engine()) == expected
    db.close()
    monkeypatch.setenv("DATABASE_URL", new_database())
    chance = random.Random(15)  # noqa: S311
    for kill in range(KILLS):
        with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL) as process:
            time.sleep(whole * (0.3 + 0.7 * (kill + chance.random()) / KILLS))  # until then it starts
            process.kill()
        found = held(db.engine())
        assert found == expected or is_empty(found), "it was half carried"
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
    assert held(db.engine()) == expected
