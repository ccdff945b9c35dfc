"""What happened in the last days, for the app's owner."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, distinct, func, select

from app import db, usage
from app.commands.usage import described
from app.conversation.shapes import iso
from app.conversation.tables import conversations, messages, now
from app.guard import CapSettings

MOST = 20  # replies of each list
EXCERPT = 500  # characters


def of_days(days: int) -> dict[str, Any]:
    """Return the sums and the lists, over conversations that changed and replies that were written since."""
    since, first = now() - timedelta(days=days), CapSettings().today() - timedelta(days=days - 1)
    recent = messages.c.created >= since
    with db.read() as connection:
        counted = select(func.count(distinct(conversations.c.visitor)), func.count()).where(
            conversations.c.updated >= since
        )
        visitors, talks = connection.execute(counted).one()
        return {
            "visitors": visitors,
            "conversations": talks,
            "messages": connection.scalar(select(func.count()).where(recent, messages.c.role == "user")),
            "days": [described(day) for day in usage.days(connection, first)],
            "errors": errors(connection, recent),
            "slowest": replies(connection, messages.c.seconds.desc(), recent, messages.c.status == "complete"),
            "worst": replies(connection, messages.c.created.desc(), recent, messages.c.rating == "down"),
        }


def errors(connection: Connection, *wanted: ColumnElement[bool]) -> list[dict[str, Any]]:
    """Return what replies failed with, the commonest first, and what a visitor was told of it."""
    code, told = messages.c.fault["code"].as_string(), func.max(messages.c.fault["message"].as_string())
    counted = select(code, told, func.count()).where(messages.c.status == "failed", *wanted).group_by(code)
    rows = connection.execute(counted.order_by(func.count().desc()))
    return [{"code": name, "message": message, "count": count} for name, message, count in rows]


def replies(connection: Connection, order: ColumnElement[Any], *wanted: ColumnElement[bool]) -> list[dict[str, Any]]:
    """Return replies with what was asked, the first by the order first."""
    asked = messages.alias()
    rows = connection.execute(
        select(messages, asked.c.text.label("question"))
        .join(asked, asked.c.id == messages.c.parent)
        .where(messages.c.role == "assistant", *wanted)
        .order_by(order)
        .limit(MOST)
    ).mappings()
    return [
        {
            "id": row["id"],
            "question": row["question"][:EXCERPT],
            "text": row["text"][:EXCERPT],
            "answerer": row["answerer"],
            "seconds": row["seconds"],
            "reason": row["reason"],
            "created": iso(row["created"]),
        }
        for row in rows
    ]
