"""Carries a store over to another database: all of it in one transaction, or nothing."""

import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, LargeBinary, Table, func, insert, select, text
from sqlalchemy.exc import OperationalError

import app
from app import db, moving
from app.discovery import exported
from app.faults import OwnerFault
from app.settings import PROJECT

MANY = 500  # rows at a time; of what holds files, one

NEXT = "SELECT setval(pg_get_serial_sequence('{table}', '{column}'), max({column})) FROM {table} HAVING count(*) > 0"


def carry(file: Path, project: Path = PROJECT) -> dict[str, int]:
    """Copy a SQLite store to the database of DATABASE_URL, and return how many rows each table has.

    What was carried before is left as it is. Raises OwnerFault where the target holds anything else, where the app
    still uses the file, or where either cannot be used.
    """
    if not file.is_file():
        raise OwnerFault(f"There is no store at {file}; name the file with --from")
    target = db.engine(project)
    if target.dialect.name == "sqlite":
        raise OwnerFault("DATABASE_URL names a file; set it to the address of the PostgreSQL to carry the store to")
    source = db.opened(db.absolute(f"sqlite:///{file}", project), project)
    try:
        with alone(source) as old, db.transaction(target, db.ONE_WRITER) as new:
            return carried(old, new)
    finally:
        source.dispose()


@contextmanager
def alone(source: Engine) -> Iterator[Connection]:
    """Read a SQLite store that nobody else has open: what another process wrote from now on would be left behind."""
    with db.told(source.url), source.execution_options(opening={}).connect() as connection:
        try:
            connection.exec_driver_sql("PRAGMA locking_mode=EXCLUSIVE")
            connection.exec_driver_sql("BEGIN EXCLUSIVE")
        except OperationalError:
            raise OwnerFault(f"The store {db.named(source.url)} is in use; stop the app first") from None
        yield connection


def carried(old: Connection, new: Connection) -> dict[str, int]:
    """Copy everything, unless it is there already."""
    tables, own = every_table(), frozenset[str]().union(*exported(moving, "tables"))
    copied = [table for table in tables if table.name not in own]
    wanted = counts(old, tables)
    filled = [name for name, count in counts(new, tables).items() if count]
    if filled and not all(keys(old, table) == keys(new, table) for table in copied):
        raise OwnerFault(f"{db.named(new.engine.url)} has data in {', '.join(filled)}; name an empty database")
    if not filled:
        for table in copied:
            copy(table, old, new)
        for move in exported(moving, "move"):
            move(old, new)
        number_on(tables, new)
    if counts(new, tables) != wanted:
        raise OwnerFault(f"{db.named(new.engine.url)} has not taken every row; nothing was kept")
    return wanted


def every_table() -> list[Table]:
    """Return the tables of the whole app, each after those that it refers to."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        importlib.import_module(module.name)
    return db.metadata.sorted_tables


def counts(connection: Connection, tables: list[Table]) -> dict[str, int]:
    return {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def keys(connection: Connection, table: Table) -> set[tuple[object, ...]]:
    return {tuple(row) for row in connection.execute(select(*table.primary_key))}


def copy(table: Table, old: Connection, new: Connection) -> None:
    many = 1 if any(isinstance(column.type, LargeBinary) for column in table.columns) else MANY
    rows = old.execute(select(table), execution_options={"yield_per": many}).mappings()
    for part in rows.partitions():
        new.execute(insert(table), [{name: storable(value) for name, value in row.items()} for row in part])


def storable(value: Any) -> Any:
    """Replace the one character that SQLite holds and PostgreSQL does not."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def number_on(tables: list[Table], new: Connection) -> None:
    """Have new rows numbered after those that came with their numbers."""
    for table in tables:
        column = table.autoincrement_column
        if column is not None:
            new.execute(text(NEXT.format(table=table.name, column=column.name)))
