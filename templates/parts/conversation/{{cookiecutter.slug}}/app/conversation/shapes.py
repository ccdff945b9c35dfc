"""Conversations and messages as the API and the exports show them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping

from app.conversation.events import Outcome
from app.guard import NANO


def message(row: RowMapping) -> dict[str, Any]:
    """Return a message; `seq` is the number of its last event that is in it."""
    shown = ("id", "parent", "role", "text", "status", "answerer", "usage", "estimated", "fault", "notes")
    return {
        **{name: row[name] for name in shown},
        "rating": row["rating"],
        "reason": row["reason"],
        "cost_usd": None if row["cost"] is None else row["cost"] / NANO,
        "created": iso(row["created"]),
        "seq": len(row["text"]) + (row["status"] != "live"),
    }


def whole(row: RowMapping, messages: Sequence[RowMapping]) -> dict[str, Any]:
    """Return a conversation with all its branches."""
    return {
        "id": row["id"],
        "title": row["title"],
        "leaf": row["leaf"],
        "created": iso(row["created"]),
        "updated": iso(row["updated"]),
        "messages": [message(each) for each in messages],
    }


def line(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a conversation as it is listed."""
    shown = ("id", "title", "live", "snippet")
    return {name: row[name] for name in shown if name in row} | {"updated": iso(row["updated"])}


def cursor(rows: Sequence[Mapping[str, Any]], limit: int) -> str | None:
    """Return where a page of the list ended, if there may be more."""
    return f"{rows[-1]['updated'].isoformat()}~{rows[-1]['id']}" if len(rows) == limit else None


def outcome_of(row: RowMapping) -> Outcome | None:
    """Return how a reply ended, if it did."""
    shown = message(row)
    names = ("status", "answerer", "usage", "cost_usd", "estimated", "fault")
    return None if row["status"] == "live" else Outcome(*(shown[name] for name in names))


def iso(moment: datetime) -> str:
    return f"{moment.isoformat()}Z"
