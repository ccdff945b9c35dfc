import importlib
import pkgutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

import app
from app import db
from app.faults import OwnerFault
from app.settings import PROJECT
from tests.server import serving

Run = Callable[..., subprocess.CompletedProcess[str]]


def migrations() -> list[Script]:
    config = Config()
    config.set_main_option("script_location", str(db.MIGRATIONS).replace("%", "%%"))
    return list(ScriptDirectory.from_config(config).walk_revisions())


def versions() -> set[str]:
    with db.read() as connection:
        return set(connection.scalars(text("SELECT version_num FROM alembic_version")))


def test_the_store_is_made_beside_the_product_for_its_owner_alone(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL")
    done = run("usage")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "var" / "app.db").is_file()
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


def test_the_migrations_make_what_the_code_defines() -> None:
    for module in pkgutil.walk_packages(app.__path__, "app."):
        importlib.import_module(module.name)
    with db.read() as connection:
        # A full-text index is a virtual table, with shadow tables that it keeps itself.
        listed = connection.execute(text("SELECT name, type FROM pragma_table_list"))
        kinds: dict[str, str] = {row.name: row.type for row in listed}
        plain = {"include_name": lambda name, _, __: kinds.get(name) not in {"virtual", "shadow"}}
        assert compare_metadata(MigrationContext.configure(connection, opts=plain), db.metadata) == []
        assert set(db.metadata.tables) < set(inspect(connection).get_table_names())


def test_a_store_that_is_up_to_date_stays_as_it_is(tmp_path: Path) -> None:
    first = versions()
    db.close()
    before = (tmp_path / "app.db").read_bytes()
    assert versions() == first > set()
    db.close()
    assert (tmp_path / "app.db").read_bytes() == before


def test_every_migration_belongs_to_a_branch_that_its_name_begins_with() -> None:
    for script in migrations():
        branch, number, *_ = Path(script.path).stem.split("_")
        assert script.branch_labels == {branch}
        assert script.revision == f"{branch}_{number}"


def test_processes_that_start_at_once_make_one_store() -> None:
    code = "from app import db; db.engine(); print('open')"
    started = [
        subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    assert [process.communicate() for process in started] == [(b"open\n", b"")] * 3


def test_a_store_of_newer_code_is_refused_in_one_sentence(run: Run) -> None:
    with db.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'core_9999' WHERE version_num LIKE 'core%'"))
    done = run("usage")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "written by newer code" in done.stderr


@pytest.mark.parametrize(
    "url", ["secret", "sqlite://", "sqlite:///:memory:", "oracle9://a:secret@b/c", "mssql+pymssql://a:secret@b/c"]
)
def test_an_address_that_cannot_be_used_is_one_sentence_without_its_password(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(OwnerFault, match="DATABASE_URL") as fault:
        db.engine()
    assert "secret" not in str(fault.value)


def test_no_store_is_made_in_a_folder_that_is_missing_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/volume/app.db")
    with pytest.raises(OwnerFault, match="unable to open"):
        db.engine()
    assert not (tmp_path / "volume").exists()


@pytest.mark.any_store
def test_a_write_that_fails_leaves_nothing() -> None:
    def broken() -> None:
        with db.write() as connection:
            connection.execute(text("CREATE TABLE half (id INTEGER)"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    with db.read() as connection:
        assert not inspect(connection).has_table("half")


@pytest.mark.any_store
def test_one_reads_while_another_writes() -> None:
    with db.write() as writing:
        writing.execute(text("CREATE TABLE pieces (id INTEGER)"))
        with db.read() as reading:
            assert not inspect(reading).has_table("pieces")


@pytest.mark.any_store
def test_foreign_keys_are_kept() -> None:
    with db.write() as connection:
        connection.execute(text("CREATE TABLE parents (id INTEGER PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE children (parent INTEGER REFERENCES parents)"))
    with pytest.raises(IntegrityError), db.write() as connection:
        connection.execute(text("INSERT INTO children VALUES (1)"))


def test_the_store_is_one_file_again_when_the_server_has_stopped(
    write_project: Callable[..., Path], tmp_path: Path
) -> None:
    with serving(write_project()) as address:
        assert httpx2.get(f"{address}/healthz").status_code == 200
        with db.write() as connection:
            connection.execute(text("CREATE TABLE kept (id INTEGER)"))
    assert [path.name for path in tmp_path.glob("app.db*")] == ["app.db"]


def test_the_app_serves_without_its_store_and_says_why_in_the_log(
    write_project: Callable[..., Path],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (tmp_path / "app.db").write_bytes(b"no database " * 1000)
    with serving(write_project()) as address:
        assert httpx2.get(f"{address}/healthz").status_code == 200
    assert [(record.levelname, record.exc_info) for record in caplog.records] == [("ERROR", None)]
    assert "file is not a database" in caplog.text
