"""Every call to a model: who made it, what it took and what it counts for; amounts are nano-dollars."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Float,
    Index,
    Integer,
    String,
    Table,
    func,
    select,
)

from app.db import metadata
from app.llm.costs import Usage

Status = Literal["settled", "failed"]

calls = Table(
    "calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started", DateTime, nullable=False),  # UTC
    Column("day", Date, nullable=False),  # in CAP_TIMEZONE
    Column("visitor", String, nullable=False),
    Column("provider", String, nullable=False),
    Column("model", String, nullable=False),
    Column("status", String(8), nullable=False),
    Column("reserved", BigInteger, nullable=False),
    Column("cost", BigInteger, nullable=False),  # what was reserved, until the call is settled
    Column("input_tokens", Integer, nullable=False, default=0),
    Column("output_tokens", Integer, nullable=False, default=0),
    Column("cached_tokens", Integer, nullable=False, default=0),
    Column("estimated", Boolean, nullable=False, default=False),
    Column("fault", String),
    Column("first_token_seconds", Float),
    Column("seconds", Float),
    CheckConstraint("status IN ('reserved', 'settled', 'failed')", name="status"),
    # Holds all that the sums of a day need, so that they read nothing else.
    Index(None, "day", "visitor", "cost"),
)


@dataclass(frozen=True)
class Call:
    """A call that is about to be made."""

    day: date
    visitor: str
    provider: str
    model: str
    most: int


@dataclass(frozen=True)
class Outcome:
    """How a call ended; a failed one may have cost something too."""

    status: Status
    cost: int = 0
    usage: Usage = field(default_factory=lambda: Usage(0, 0))
    estimated: bool = False
    fault: str | None = None
    first_token_seconds: float | None = None
    seconds: float | None = None


@dataclass(frozen=True)
class Day:
    """The calls of one day in sum; `open` ones were never settled and count for all they reserved."""

    day: date
    calls: int
    failed: int
    open: int
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    estimated: int
    cost: int


def reserve(connection: Connection, call: Call) -> int:
    """Enter a call at the most that it can cost, and return its number."""
    row = calls.insert().values(
        started=datetime.now(UTC).replace(tzinfo=None),
        day=call.day,
        visitor=call.visitor,
        provider=call.provider,
        model=call.model,
        status="reserved",
        reserved=call.most,
        cost=call.most,
    )
    number: int = connection.execute(row.returning(calls.c.id)).scalar_one()
    return number


def settle(connection: Connection, number: int, outcome: Outcome) -> None:
    """Put what a call came to in the place of its reservation."""
    row = calls.update().values(
        status=outcome.status,
        cost=outcome.cost,
        input_tokens=outcome.usage.input_tokens,
        output_tokens=outcome.usage.output_tokens,
        cached_tokens=outcome.usage.cached_tokens,
        estimated=outcome.estimated,
        fault=outcome.fault,
        first_token_seconds=outcome.first_token_seconds,
        seconds=outcome.seconds,
    )
    connection.execute(row.where(calls.c.id == number))


def spent(connection: Connection, day: date, visitor: str | None = None) -> int:
    """Return what a day's calls count for, everyone's or one visitor's, open reservations included."""
    total = select(func.coalesce(func.sum(calls.c.cost), 0)).where(calls.c.day == day)
    return int(connection.scalar(total if visitor is None else total.where(calls.c.visitor == visitor)) or 0)


def days(connection: Connection, since: date) -> list[Day]:
    """Return the sums of every day that had calls, the newest first."""

    def number(status: str) -> ColumnElement[int]:
        return func.count().filter(calls.c.status == status)

    sums = select(
        calls.c.day,
        func.count(),
        number("failed"),
        number("reserved"),
        func.sum(calls.c.input_tokens),
        func.sum(calls.c.output_tokens),
        func.sum(calls.c.cached_tokens),
        func.count().filter(calls.c.estimated),
        func.sum(calls.c.cost),
    )
    found = connection.execute(sums.where(calls.c.day >= since).group_by(calls.c.day).order_by(calls.c.day.desc()))
    return [Day(*row) for row in found]
