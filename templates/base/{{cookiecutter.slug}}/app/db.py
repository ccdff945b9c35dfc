"""The store: one SQL database, brought up to date before its first use, with one writer at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, MetaData, create_engine, event, make_url
from sqlalchemy import exc as errors

from app.faults import OwnerFault
from app.settings import PROJECT, StoreSettings

MIGRATIONS = Path(__file__).parent / "migrations"

PATIENCE = 5.0  # seconds that a write waits for its turn, as SQLite itself does unless the address names a `timeout`

MAPPED = 1 << 30  # bytes of a SQLite file that are read from memory as they lie there: twice as fast

READER = {"sqlite": "BEGIN", "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"}
ONE_WRITER = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": f"SET LOCAL lock_timeout = {int(PATIENCE * 1000)}; SELECT pg_advisory_xact_lock(1)",
}

# Every constraint has a name that a later migration can call it by; SQLite gives none of its own.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


@contextmanager
def write(project: Path = PROJECT) -> Iterator[Connection]:
    """Hold the store's one writer for a short transaction: all of it is kept, or nothing; not to be nested.

    Whatever keeps the store from it is raised as OwnerFault.
    """
    store = engine(project)
    with told(store.url), turn(), transaction(store, ONE_WRITER) as connection:
        yield connection


@contextmanager
def read(project: Path = PROJECT) -> Iterator[Connection]:
    """See the store as it is at one moment, whoever writes meanwhile; raises OwnerFault as `write` does."""
    with transaction(engine(project), READER) as connection:
        yield connection


_engines: dict[Path, Engine] = {}
_opening = threading.Lock()
_writer = threading.Lock()  # hands over at once, where SQLite's own waiting sleeps and looks again


def engine(project: Path = PROJECT) -> Engine:
    """Return the engine of the project's store; the first call makes the store, or brings it up to date."""
    with _opening:
        if project not in _engines:
            _engines[project] = opened(address(project), project)
        return _engines[project]


def close() -> None:
    """Close every connection, those in use when they come back; the next use opens the store anew."""
    with _opening:
        for engine in _engines.values():
            event.listen(engine.pool, "checkin", close_connection)
            engine.dispose()
        _engines.clear()


def address(project: Path) -> URL:
    """Read DATABASE_URL; a SQLite path in it becomes absolute."""
    return absolute(StoreSettings().database_url.get_secret_value(), project)


def absolute(text: str, project: Path) -> URL:
    """Read the address of a store, as hosts give it, too: `postgres://` is understood."""
    try:
        url = make_url(text)
    except errors.ArgumentError:
        raise OwnerFault("The setting DATABASE_URL is wrong: it is not the address of a database") from None
    if url.drivername in {"postgres", "postgresql"}:
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername == "postgresql+psycopg":  # which would wait for two minutes to be connected
        return url.set(query={"connect_timeout": f"{PATIENCE:.0f}", **url.query})
    if url.get_backend_name() != "sqlite":
        return url
    if url.database in {None, "", ":memory:"}:
        raise OwnerFault("The setting DATABASE_URL is wrong: it names no file")
    return url.set(database=str(project / str(url.database)))


def opened(url: URL, project: Path) -> Engine:
    """Build the engine and run the migrations that the store lacks."""
    with told(url):
        engine = create_engine(url, pool_pre_ping=True)  # a server that was started again has forgotten its connections
        event.listen(engine, "begin", on_begin)
        if url.get_backend_name() == "sqlite":
            prepare(engine, Path(str(url.database)), project)
    migrate(engine)
    return engine


def prepare(engine: Engine, file: Path, project: Path) -> None:
    """Have SQLite begin transactions when told to, keep foreign keys, and let readers go on while one writes."""
    event.listen(engine, "connect", on_connect)
    # A missing folder elsewhere may be a volume that is not mounted: no new store is made in its place.
    if file.parent.is_relative_to(project):
        file.parent.mkdir(mode=0o700, exist_ok=True)
    with engine.execution_options(opening={}).connect() as connection:  # no transaction may change this
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")


def close_connection(connection: Any, _record: object) -> None:
    connection.close()


def on_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own transactions begin too late, and never for reads
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute(f"PRAGMA mmap_size={MAPPED}")
    connection.execute("PRAGMA synchronous=NORMAL")  # a killed process loses nothing, a power cut the last moments


def on_begin(connection: Connection) -> None:
    statement = connection.get_execution_options().get("opening", READER).get(connection.dialect.name)
    if statement:
        connection.exec_driver_sql(statement)


@contextmanager
def turn() -> Iterator[None]:
    """Wait for this process's other writers, within limits."""
    if not _writer.acquire(timeout=PATIENCE):
        raise TimeoutError("another write does not end")
    try:
        yield
    finally:
        _writer.release()


@contextmanager
def transaction(engine: Engine, opening: dict[str, str]) -> Iterator[Connection]:
    """Run a transaction that begins by the database's own statement, if it needs one."""
    with told(engine.url):
        if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).exists():
            raise FileNotFoundError("its file is gone")  # an open connection would go on writing to it, in vain
        with engine.execution_options(opening=opening).begin() as connection:
            yield connection


@contextmanager
def told(url: URL) -> Iterator[None]:
    """Turn what keeps the database from working into one sentence for its owner."""
    try:
        yield
    except errors.IntegrityError:
        raise  # says something of the data, not of the store
    except (errors.DBAPIError, errors.ArgumentError, errors.TimeoutError, ImportError, OSError) as error:
        cause = error.orig if isinstance(error, errors.DBAPIError) else error
        reason = (str(cause).splitlines() or [type(cause).__name__])[0]
        raise OwnerFault(f"The store {named(url)} cannot be used: {reason}; see to it, or to DATABASE_URL") from None


def named(url: URL) -> str:
    """Name the store without its password."""
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def migrate(engine: Engine) -> None:
    """Run what app/migrations/ has and the store lacks, in one transaction; refuse a store from newer code."""
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    with transaction(engine, ONE_WRITER) as connection:
        if not known.issuperset(MigrationContext.configure(connection).get_current_heads()):
            raise OwnerFault(f"The store {named(engine.url)} was written by newer code than this; run that code")
        config.attributes["connection"] = connection
        command.upgrade(config, "heads")
