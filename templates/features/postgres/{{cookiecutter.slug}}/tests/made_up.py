"""A SQLite store with rows in every table that the app has, whatever those are."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import CheckConstraint, Column, Connection, Table, insert, types

from app import db
from app.carrying import every_table
from app.settings import PROJECT

MOMENT = datetime(2026, 2, 3, 4, 5, 6, 789)  # noqa: DTZ001
VALUES: dict[type[types.TypeEngine[Any]], Any] = {
    types.Boolean: True,
    types.JSON: ["a", "đ"],
    types.LargeBinary: b"\x00\x00\x80\x3f" * 4,  # four numbers of four bytes, since some hold those
    types.Float: 0.1 + 0.2,
    types.DateTime: MOMENT,
    types.Date: MOMENT.date(),
}


def made_up(file: Path, rows: int) -> Path:
    """Make a store with so many rows in each table."""
    engine = db.opened(db.absolute(f"sqlite:///{file}", PROJECT), PROJECT)
    with db.transaction(engine, db.ONE_WRITER) as connection:
        for table in every_table():
            fill(table, rows, connection)
    engine.dispose()
    return file


def fill(table: Table, rows: int, connection: Connection) -> None:
    connection.execute(
        insert(table),
        [{column.name: value(column, number) for column in table.columns} for number in range(1, rows + 1)],
    )


def value(column: Column[Any], number: int) -> Any:
    """Return what may stand in this row: what it refers to has the same number there."""
    kind = column.type
    if allowed := allowed_in(column):
        return allowed[number % len(allowed)]
    if isinstance(kind, types.DateTime):
        return MOMENT + timedelta(seconds=number)
    if isinstance(kind, types.Integer):
        return number
    for known, given in VALUES.items():
        if isinstance(kind, known):
            return given
    return f"{number}-Nghỉ phép 😀"[: getattr(kind, "length", None)]


def allowed_in(column: Column[Any]) -> list[str]:
    """Return the words that a check of the table allows in this column, if there is one."""
    checks = [str(check.sqltext) for check in column.table.constraints if isinstance(check, CheckConstraint)]
    mine = [check for check in checks if check.startswith(f"{column.name} IN ")]
    return re.findall(r"'(\w+)'", mine[0]) if mine else []
