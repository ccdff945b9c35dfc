"""What waits for a person: the least sure first, what was skipped after all others."""

from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select, tuple_, update

from app.results.store import SHOWN
from app.results.tables import results

PLACE = (results.c.turn, results.c.confidence, results.c.id)


def waiting(connection: Connection, after: str, limit: int) -> list[RowMapping]:
    """Return the next texts that wait, from the cursor on."""
    return list(connection.execute(query(after, limit)).mappings())


def query(after: str, limit: int) -> Select[Any]:
    found = select(*SHOWN, results.c.turn).where(results.c.state == "waiting").order_by(*PLACE).limit(limit)
    if not after:
        return found
    turn, confidence, identity = after.split("~")
    return found.where(tuple_(*PLACE) > tuple_(int(turn), float(confidence), int(identity)))


def cursor(row: RowMapping) -> str:
    """Return where a page ends that has this row last."""
    return f"{row['turn']}~{row['confidence']!r}~{row['id']}"


def count(connection: Connection) -> int:
    """Return how many texts wait; one that came several times counts once."""
    return connection.execute(select(func.count()).where(results.c.state == "waiting")).scalar_one()


def skip(connection: Connection, identity: int, turns: int) -> bool:
    """Put a text off by so many turns of the queue, or back by as many; tell whether it waits at all."""
    turn = func.max(results.c.turn + turns, 0) if connection.dialect.name == "sqlite" else results.c.turn + turns
    found = update(results).where(results.c.id == identity, results.c.state == "waiting").values(turn=turn)
    return connection.execute(found).rowcount > 0
