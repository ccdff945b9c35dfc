"""Windows of time in the store, in which servers count requests together."""

import hashlib
from collections.abc import Sequence

from limits import RateLimitItem
from sqlalchemy import BigInteger, Column, Connection, Integer, RowMapping, String, Table, delete, insert, select

from app import db
from app.db import metadata

windows = Table(
    "rate_windows",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("number", BigInteger, nullable=False),  # of the window, counted since 1970
    Column("count", Integer, nullable=False),
    Column("before", Integer, nullable=False),  # in the window before it
    Column("ends", BigInteger, nullable=False, index=True),  # in seconds since 1970, when all this tells nothing more
)


def take(rates: Sequence[RateLimitItem], whose: Sequence[str], now: float) -> float:
    """Count a request and return 0, or return the seconds until the window in its way is over."""
    with db.write() as connection:
        connection.execute(delete(windows).where(windows.c.ends < now))
        return next((wait for rate in rates if (wait := counted(connection, rate, key_of(rate, whose), now))), 0)


def counted(connection: Connection, rate: RateLimitItem, key: str, now: float) -> float:
    """Count in one window, together with that share of the window before which lies less than its length back."""
    length = rate.get_expiry()
    number, passed = divmod(now, length)
    row = connection.execute(select(windows).where(windows.c.key == key)).mappings().first()
    count, before = counts(row, int(number))
    if before * (1 - passed / length) + count + 1 > rate.amount:
        return max(1.0, length - passed)
    connection.execute(delete(windows).where(windows.c.key == key))
    values = {"number": int(number), "count": count + 1, "before": before, "ends": int((number + 2) * length)}
    connection.execute(insert(windows), {"key": key, **values})
    return 0


def counts(row: RowMapping | None, number: int) -> tuple[int, int]:
    """Return how many there were in this window and in the one before."""
    if row is None or row["number"] < number - 1:
        return 0, 0
    return (row["count"], row["before"]) if row["number"] >= number else (0, row["count"])


def key_of(rate: RateLimitItem, whose: Sequence[str]) -> str:
    """Name a window without the address that it is of."""
    return hashlib.sha256(rate.key_for(*whose).encode()).hexdigest()
