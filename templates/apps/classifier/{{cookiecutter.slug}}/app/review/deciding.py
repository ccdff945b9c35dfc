"""A person's decision about a text: it stands in the examples, and the text waits no more."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, RowMapping, and_, delete, insert, or_, select, update

from app import db
from app.results.store import BETWEEN, row_of
from app.results.tables import decisions, results
from app.review import lines


class NotThere(LookupError):
    """There is no such text, or nobody decided on it."""


def decide(examples: Path, identity: int, labels: Sequence[str]) -> str:
    """Give a text the labels of a person, wherever it waits; return its key.

    The file is written within the transaction, which has one writer: whatever fails, the text goes on waiting.
    """
    with db.write() as connection:
        row = existing(connection, identity)
        known = decision_of(connection, row["key"])
        before = lines.put(examples, row["text"], [*labels])
        said = BETWEEN.join(before) if before is not None else None
        if known is not None:
            said = known["before"]
            connection.execute(delete(decisions).where(decisions.c.key == row["key"]))
        label, now = BETWEEN.join(labels), datetime.now(UTC).replace(tzinfo=None)
        values = {"key": row["key"], "label": label, "before": said, "created": now}
        connection.execute(insert(decisions), values)
        same = and_(results.c.key == row["key"], results.c.state != "settled")
        connection.execute(
            update(results).where(or_(results.c.id == identity, same)).values(state="decided", label=label)
        )
        return str(row["key"])


def undo(examples: Path, identity: int) -> None:
    """Take a decision back: the examples say what they said before, and the text waits again."""
    with db.write() as connection:
        row = existing(connection, identity)
        known = decision_of(connection, row["key"])
        if known is None:
            raise NotThere
        before = known["before"]
        lines.put(examples, row["text"], None if before is None else before.split(BETWEEN) if before else [])
        connection.execute(delete(decisions).where(decisions.c.key == row["key"]))
        same = and_(results.c.key == row["key"], results.c.state == "decided")
        connection.execute(update(results).where(same).values(state="repeat", label=results.c.said))
        connection.execute(update(results).where(results.c.id == identity).values(state="waiting"))


def existing(connection: Connection, identity: int) -> RowMapping:
    row = row_of(connection, identity)
    if row is None:
        raise NotThere
    return row


def decision_of(connection: Connection, key: str) -> RowMapping | None:
    return connection.execute(select(decisions).where(decisions.c.key == key)).mappings().first()
