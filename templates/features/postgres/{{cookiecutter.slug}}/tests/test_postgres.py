"""What is of PostgreSQL alone: its tables, how it is found, servers that share it, and what comes of it failing."""

import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx2
import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text

import app
from app import db
from app.faults import OwnerFault
from app.settings import PROJECT
from tests.plugins.postgres import ask
from tests.rates import costly, of_two_servers
from tests.server import serving
from tests.spending import refused

Databases = Callable[[], str]
Write = Callable[..., Path]


@pytest.fixture
def store(new_database: Databases, monkeypatch: pytest.MonkeyPatch) -> str:
    address = new_database()
    monkeypatch.setenv("DATABASE_URL", address)
    return address


def is_defined(_: object, name: str | None, kind: str, is_reflected: bool, __: object) -> bool:
    """Leave out what migrations make for search, which has no form in the code."""
    return not is_reflected or name in db.metadata.tables or kind == "column"


@pytest.mark.filterwarnings("ignore:Did not recognize type 'vector'")
def test_the_migrations_make_what_the_code_defines(store: str) -> None:
    for module in pkgutil.walk_packages(app.__path__, "app."):
        importlib.import_module(module.name)
    with db.read() as connection:
        options = {"include_object": is_defined, "compare_type": False}  # vectors have a type of pgvector's
        assert compare_metadata(MigrationContext.configure(connection, opts=options), db.metadata) == []


def test_servers_that_start_at_once_make_one_store(postgres: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(postgres, "CREATE DATABASE fresh")
    address = postgres.url.set(database="fresh").render_as_string(hide_password=False)
    monkeypatch.setenv("DATABASE_URL", address)
    code = "from app import db; db.engine(); print('open')"
    started = [
        subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    assert [process.communicate() for process in started] == [(b"open\n", b"")] * 3
    with db.read() as connection:
        assert connection.scalar(text("SELECT count(*) FROM calls")) == 0


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_an_address_may_be_written_as_hosts_give_it(store: str, scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"{scheme}:{store.partition(':')[2]}")
    with db.read() as connection:
        assert connection.scalar(text("SELECT 1")) == 1


@pytest.mark.parametrize("setting", ["RATE_VISITOR", "RATE_ADDRESS"])
def test_two_servers_count_requests_together(
    store: str, write_project: Write, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setenv(setting, "5/hour")
    assert of_two_servers(write_project(), 16) == [200] * 5 + [429] * 11


def test_who_reads_sees_one_moment(store: str) -> None:
    with db.read() as reading:
        assert reading.scalar(text("SELECT count(*) FROM rate_windows")) == 0
        with db.write() as writing:
            writing.execute(text("INSERT INTO rate_windows VALUES ('a', 1, 1, 1, 1)"))
        assert reading.scalar(text("SELECT count(*) FROM rate_windows")) == 0


def test_a_write_of_another_server_that_does_not_end_stops_what_costs(
    store: str, caplog: pytest.LogCaptureFixture
) -> None:
    db.engine()
    with psycopg.connect(store.replace("+psycopg", "")) as other:
        other.execute("SELECT pg_advisory_xact_lock(1)")
        assert refused() == "store_failed"
    assert "lock timeout" in caplog.text
    assert refused() == ""


def test_connections_that_the_server_forgot_are_made_anew(store: str, postgres: Engine) -> None:
    assert refused() == ""
    ask(postgres, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'test_%'")
    assert refused() == ""


def test_a_database_that_cannot_be_reached_stops_what_costs_and_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, write_project: Write, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://app:very-secret@127.0.0.1:1/app")
    with serving(write_project(), costly) as address, httpx2.Client(base_url=address, timeout=30) as client:
        answer = client.post("/test/cost")
        assert (answer.status_code, answer.json()["code"]) == (503, "uncounted")
        assert client.get("/").status_code == 200
    assert refused() == "store_failed"
    with pytest.raises(OwnerFault, match="DATABASE_URL"):
        db.engine()
    assert "very-secret" not in caplog.text
