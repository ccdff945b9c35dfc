"""Reads and writes conversations; each function is one short transaction, to be run in a thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from app import db
from app.conversation import search
from app.conversation.events import Outcome
from app.conversation.tables import conversations, live, messages
from app.folding import fold
from app.llm import Message

NANO = 1_000_000_000
LONGEST_TITLE = 60

LIVE = conversations.c.id.in_(select(messages.c.conversation).join(live, live.c.message == messages.c.id))


class NotFound(LookupError):
    """There is no such conversation or message, or it is somebody else's."""


class Busy(Exception):
    """A reply is being written in this conversation."""


@dataclass(frozen=True)
class Asked:
    """A message and the place of its reply; `history` is what to answer: nothing where the reply was there already."""

    message: RowMapping
    reply: RowMapping
    history: Sequence[Message] = ()


def say(visitor: str, conversation: str, message: str, reply: str, parent: str | None, text: str) -> Asked:
    """Enter what a visitor says and a place for the reply; the same message again gives what is there."""
    with db.write() as connection:
        begin(connection, visitor, conversation, text)
        known = tree(connection, conversation)
        if message in known:
            replies = [row for row in known.values() if row["parent"] == message]
            return Asked(known[message], known.get(reply) or replies[-1])
        if parent is not None and (parent not in known or known[parent]["role"] != "assistant"):
            raise NotFound
        add(connection, id=message, conversation=conversation, parent=parent, role="user", text=text)
        return reply_to(connection, conversation, message, reply)


def again(visitor: str, conversation: str, parent: str, reply: str) -> Asked:
    """Enter a place for another reply to a message; the same id again gives what is there."""
    with db.write() as connection:
        own(connection, visitor, conversation)
        known = tree(connection, conversation)
        if parent not in known or known[parent]["role"] != "user":
            raise NotFound
        if reply in known:
            return Asked(known[parent], known[reply])
        return reply_to(connection, conversation, parent, reply)


def begin(connection: Connection, visitor: str, conversation: str, text: str) -> None:
    """Make the conversation if it is new."""
    if connection.scalar(select(conversations.c.id).where(conversations.c.id == conversation)):
        own(connection, visitor, conversation)
        return
    title = title_of(text)
    values = {"id": conversation, "visitor": visitor, "title": title, "folded": fold(title)}
    connection.execute(insert(conversations).values(**values, created=now(), updated=now()))


def reply_to(connection: Connection, conversation: str, message: str, reply: str) -> Asked:
    """Enter the place of a reply, unless another is being written in the conversation."""
    if connection.scalar(select(live.c.message).join(messages).where(messages.c.conversation == conversation)):
        raise Busy
    add(connection, id=reply, conversation=conversation, parent=message, role="assistant", text="", status="live")
    connection.execute(insert(live).values(message=reply))
    changed = {"leaf": reply, "updated": now()}
    connection.execute(update(conversations).where(conversations.c.id == conversation).values(changed))
    known = tree(connection, conversation)
    said = [Message(row["role"], row["text"]) for row in branch(known, message) if row["text"].strip()]
    return Asked(known[message], known[reply], said)


def add(connection: Connection, **values: Any) -> None:
    row = {"status": "complete", "folded": fold(values["text"]), "created": now(), **values}
    try:
        connection.execute(insert(messages).values(row))
    except IntegrityError:  # the id stands in another conversation
        raise NotFound from None


def own(connection: Connection, visitor: str, conversation: str) -> RowMapping:
    """Return the conversation, if it is the visitor's."""
    wanted = (conversations.c.id == conversation, conversations.c.visitor == visitor)
    row = connection.execute(select(conversations, LIVE.label("live")).where(*wanted)).mappings().first()
    if row is None:
        raise NotFound
    return row


def own_reply(connection: Connection, visitor: str, reply: str) -> RowMapping:
    """Return the reply, if it is to the visitor."""
    wanted = (messages.c.id == reply, messages.c.role == "assistant", conversations.c.visitor == visitor)
    row = connection.execute(select(messages).join(conversations).where(*wanted)).mappings().first()
    if row is None:
        raise NotFound
    return row


def tree(connection: Connection, conversation: str) -> dict[str, RowMapping]:
    """Return all messages of a conversation by their ids, the oldest first."""
    wanted = select(messages).where(messages.c.conversation == conversation).order_by(messages.c.created)
    return {row["id"]: row for row in connection.execute(wanted).mappings()}


def branch(known: Mapping[str, RowMapping], leaf: str | None) -> list[RowMapping]:
    """Return the messages that lead to one, the first first."""
    found: list[RowMapping] = []
    while row := known.get(leaf or ""):
        found.append(row)
        leaf = row["parent"]
    return found[::-1]


def listed(visitor: str, query: str, before: str, limit: int) -> list[dict[str, Any]]:
    """Return conversations, those that changed last first; with a query those that hold its words, and where."""
    words = search.words_of(query)
    wanted = select(conversations, LIVE.label("live")).where(conversations.c.visitor == visitor)
    if before:
        moment, _, identity = before.partition("~")
        last = tuple_(datetime.fromisoformat(moment), identity)
        wanted = wanted.where(tuple_(conversations.c.updated, conversations.c.id) < last)
    if words:
        wanted = wanted.where(search.holds(words))
    wanted = wanted.order_by(conversations.c.updated.desc(), conversations.c.id.desc()).limit(limit)
    with db.read() as connection:
        found = list(connection.execute(wanted).mappings())
        snippets = search.snippets(connection, [row["id"] for row in found], words) if words else {}
    return [{**row, "snippet": snippets.get(row["id"], "")} if words else dict(row) for row in found]


def conversation_of(visitor: str, conversation: str) -> tuple[RowMapping, list[RowMapping]]:
    with db.read() as connection:
        return own(connection, visitor, conversation), list(tree(connection, conversation).values())


def reply_of(visitor: str, reply: str) -> RowMapping:
    with db.read() as connection:
        return own_reply(connection, visitor, reply)


def change(visitor: str, conversation: str, title: str | None, leaf: str | None) -> None:
    """Rename a conversation, or say which branch is shown."""
    with db.write() as connection:
        own(connection, visitor, conversation)
        if leaf and leaf not in tree(connection, conversation):
            raise NotFound
        values = {"title": title, "folded": fold(title)} if title else {}
        values |= {"leaf": leaf} if leaf else {}
        connection.execute(update(conversations).where(conversations.c.id == conversation).values(values))


def rate(visitor: str, reply: str, rating: str | None, reason: str) -> None:
    with db.write() as connection:
        own_reply(connection, visitor, reply)
        connection.execute(update(messages).where(messages.c.id == reply).values(rating=rating, reason=reason))


def live_replies(visitor: str, conversation: str | None = None) -> list[str]:
    """Return the replies being written in one conversation of a visitor's, or in all."""
    wanted = select(live.c.message).join(messages).join(conversations).where(conversations.c.visitor == visitor)
    with db.read() as connection:
        if conversation:
            own(connection, visitor, conversation)
            wanted = wanted.where(conversations.c.id == conversation)
        return list(connection.scalars(wanted))


def forget(visitor: str, conversation: str | None = None) -> None:
    """Delete one conversation of a visitor's, or all."""
    which = delete(conversations).where(conversations.c.visitor == visitor)
    with db.write() as connection:
        connection.execute(which.where(conversations.c.id == conversation) if conversation else which)


def forget_before(moment: datetime) -> int:
    """Delete the conversations that did not change since."""
    with db.write() as connection:
        return connection.execute(delete(conversations).where(conversations.c.updated < moment, ~LIVE)).rowcount


def is_live(reply: str) -> bool:
    with db.read() as connection:
        return bool(connection.scalar(select(live.c.message).where(live.c.message == reply)))


def beat(mine: Sequence[str], grown: Mapping[str, str]) -> list[RowMapping]:
    """Show that these replies are being written, keep how far they are, and return the live replies of everyone."""
    with db.write() if mine else db.read() as connection:
        for reply, text in grown.items():
            connection.execute(update(messages).where(messages.c.id == reply).values(text=text))
        if mine:
            connection.execute(update(live).where(live.c.message.in_(mine)).values(beat=live.c.beat + 1))
        return list(connection.execute(select(live)).mappings())


def finish(reply: str, text: str, notes: Mapping[str, Any], outcome: Outcome, seconds: float) -> None:
    """Enter a reply as it ended."""
    cost = None if outcome.cost_usd is None else round(outcome.cost_usd * NANO)
    values = {
        "text": text,
        "folded": fold(text),
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
        connection.execute(update(messages).where(messages.c.id == reply).values(values))
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
                text = connection.scalar(select(messages.c.text).where(messages.c.id == reply))
                values = {"status": "stopped" if gone.stop else "interrupted", "folded": fold(text or "")}
                connection.execute(update(messages).where(messages.c.id == reply).values(values))


def title_of(text: str) -> str:
    """Return the beginning of a text, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TITLE else f"{line[:LONGEST_TITLE].rsplit(' ', 1)[0]}…"


def now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def described(row: RowMapping) -> dict[str, Any]:
    """Return a message as the API shows it; `seq` is the number of its last event that is in it."""
    shown = ("id", "parent", "role", "text", "status", "answerer", "usage", "estimated", "fault", "notes", "rating")
    return {
        **{name: row[name] for name in shown},
        "cost_usd": None if row["cost"] is None else row["cost"] / NANO,
        "created": iso(row["created"]),
        "seq": len(row["text"]) + (row["status"] != "live"),
    }


def whole(row: RowMapping, messages: Sequence[RowMapping]) -> dict[str, Any]:
    """Return a conversation as the API shows it, with all its branches."""
    return {
        "id": row["id"],
        "title": row["title"],
        "leaf": row["leaf"],
        "created": iso(row["created"]),
        "updated": iso(row["updated"]),
        "messages": [described(message) for message in messages],
    }


def outcome_of(row: RowMapping) -> Outcome | None:
    """Return how a reply ended, if it did."""
    shown = described(row)
    names = ("status", "answerer", "usage", "cost_usd", "estimated", "fault")
    return None if row["status"] == "live" else Outcome(*(shown[name] for name in names))


def iso(moment: datetime) -> str:
    return f"{moment.isoformat()}Z"
