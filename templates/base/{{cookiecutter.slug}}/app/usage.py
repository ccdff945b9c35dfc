"""Every call to a model: who made it, what it took and what it counts for; amounts are nano-dollars."""

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

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
    bindparam,
    case,
    cast,
    func,
    select,
)

from app.db import metadata
from app.security.addresses import NETWORK_DIGITS

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
    reserved: int


@dataclass(frozen=True)
class Outcome:
    """How a call ended; a failed one may have cost something too."""

    status: Literal["settled", "failed"]
    cost: int
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    estimated: bool
    fault: str | None
    first_token_seconds: float | None
    seconds: float


@dataclass(frozen=True)
class Day:
    """The calls of one day in sum; `open` ones were never settled and count for all they reserved."""

    day: date
    calls: int
    failed: int
    open: int
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    estimated: int
    cost: int


def reserve(connection: Connection, call: Call) -> int:
    """Enter a call at the most that it can cost, and return its number."""
    number: int = connection.execute(ENTER, entry(call)).scalar_one()
    return number


def entry(call: Call) -> dict[str, Any]:
    """Return the row of a call that begins now."""
    started = datetime.now(UTC).replace(tzinfo=None)
    return {**vars(call), "started": started, "status": "reserved", "cost": call.reserved}


def settle(connection: Connection, number: int, outcome: Outcome) -> None:
    """Put what a call came to in the place of its reservation."""
    connection.execute(calls.update().where(calls.c.id == number), asdict(outcome))


def spent(connection: Connection, day: date, visitor: str) -> dict[str, int]:
    """Return what a day's calls count for under each cap, open reservations included."""
    return dict(connection.execute(SPENT, {"on": day, "who": visitor}).mappings().one())


def days(connection: Connection, since: date) -> list[Day]:
    """Return the sums of every day that had calls, the newest first."""
    return [Day(*row) for row in connection.execute(DAYS, {"since": since})]


def total(column: ColumnElement[int]) -> ColumnElement[int]:
    """Sum a column of integers, which PostgreSQL would return as a decimal."""
    return cast(func.coalesce(func.sum(column), 0), BigInteger)


def network(visitor: ColumnElement[str]) -> ColumnElement[str]:
    """Take the digest of the network from the front of a visitor's id."""
    return func.substr(visitor, 1, NETWORK_DIGITS)


WHO = bindparam("who", type_=String)
ENTER = calls.insert().returning(calls.c.id)
SPENT = select(
    total(calls.c.cost).label("cap_app"),
    total(case((calls.c.visitor == WHO, calls.c.cost), else_=0)).label("cap_visitor"),
    total(case((network(calls.c.visitor) == network(WHO), calls.c.cost), else_=0)).label("cap_address"),
).where(calls.c.day == bindparam("on"))
DAYS = (
    select(
        calls.c.day,
        func.count(),
        func.count().filter(calls.c.status == "failed"),
        func.count().filter(calls.c.status == "reserved"),
        total(calls.c.input_tokens),
        total(calls.c.cached_tokens),
        total(calls.c.output_tokens),
        func.count().filter(calls.c.estimated),
        total(calls.c.cost),
    )
    .where(calls.c.day >= bindparam("since"))
    .group_by(calls.c.day)
    .order_by(calls.c.day.desc())
)
