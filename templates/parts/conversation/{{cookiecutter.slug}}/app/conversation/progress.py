"""How far the replies are that are being written, by this process or another."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, case, delete, select, update

from app import db
from app.conversation import search
from app.conversation.events import Outcome
from app.conversation.tables import live, messages
from app.guard import NANO


def is_live(reply: str) -> bool:
    with db.read() as connection:
        return bool(connection.scalar(select(live.c.message).where(live.c.message == reply)))


def beat(mine: Sequence[str], grown: Mapping[str, str]) -> list[RowMapping]:
    """Show that these replies are being written, keep how far they are, and return the live replies of everyone."""
    with db.write() if mine else db.read() as connection:
        if grown:
            texts = case(dict(grown), value=messages.c.id)  # all at once: a statement each would hold others up
            connection.execute(update(messages).where(messages.c.id.in_(grown)).values(text=texts))
        if mine:
            connection.execute(update(live).where(live.c.message.in_(mine)).values(beat=live.c.beat + 1))
        return list(connection.execute(select(live)).mappings())


def finish(reply: str, text: str, notes: Mapping[str, Any], outcome: Outcome, seconds: float) -> None:
    """Enter a reply as it ended."""
    cost = None if outcome.cost_usd is None else round(outcome.cost_usd * NANO)
    values = {
        "text": text,
        "notes": dict(notes),
        "cost": cost,
        "seconds": seconds,
        "status": outcome.status,
        "answerer": outcome.answerer,
        "usage": outcome.usage,
        "estimated": outcome.estimated,
        "fault": outcome.fault,
    }
    with db.write() as connection:
        close(connection, reply, values)
        connection.execute(delete(live).where(live.c.message == reply))


def ask_to_stop(reply: str) -> None:
    """Leave word for the process that writes the reply."""
    with db.write() as connection:
        connection.execute(update(live).where(live.c.message == reply).values(stop=True))


def abandon(lost: Mapping[str, int]) -> None:
    """Mark replies that nobody writes any more, unless their beat went on after all."""
    with db.write() as connection:
        for reply, last in lost.items():
            gone = connection.execute(
                delete(live).where(live.c.message == reply, live.c.beat == last).returning(live.c.stop)
            ).first()
            if gone:
                close(connection, reply, {"status": "stopped" if gone.stop else "interrupted"})


def close(connection: Connection, reply: str, values: Mapping[str, Any]) -> None:
    """Enter the end of a reply, unless it is deleted meanwhile, and have it found from now on."""
    ended = update(messages).where(messages.c.id == reply).values(values)
    row = connection.execute(ended.returning(messages.c.conversation, messages.c.text)).first()
    if row:
        search.renew(connection, row.conversation, row.text, reply)
