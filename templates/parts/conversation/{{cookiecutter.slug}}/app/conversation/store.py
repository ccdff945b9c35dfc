"""What a visitor may see and change; each method is one short transaction, to be run in a thread."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from starlette.exceptions import HTTPException

from app import db
from app.conversation import search, shapes
from app.conversation.live import storable
from app.conversation.tables import conversations, entries, live, messages, now
from app.llm import Message

Row = RowMapping | Mapping[str, Any]  # as it is in the store, or as it was entered just now

LONGEST_TITLE = 60
NONE: Mapping[str, str] = {}

# From the few replies to their conversations: joined, SQLite would go through all messages.
LIVE = conversations.c.id.in_(select(messages.c.conversation).where(messages.c.id.in_(select(live.c.message))))

CONVERSATION = select(conversations, LIVE.label("live")).where(conversations.c.id == bindparam("conversation"))
TREE = select(messages).where(messages.c.conversation == bindparam("conversation")).order_by(messages.c.created)


class NotFound(HTTPException):
    """There is no such conversation or message, or it is somebody else's."""

    def __init__(self) -> None:
        super().__init__(404)


class Busy(HTTPException):
    """A reply is being written in this conversation."""

    def __init__(self) -> None:
        super().__init__(409)


@dataclass(frozen=True)
class Asked:
    """A message and the place of its reply; `history` is what to answer: nothing where the reply was there already."""

    message: RowMapping
    reply: RowMapping
    history: Sequence[Message] = ()


class Own:
    """A visitor's own conversations; to everything else the answer is NotFound."""

    def __init__(self, visitor: str) -> None:
        self.visitor = visitor

    def say(
        self,
        conversation: str,
        message: str,
        reply: str,
        parent: str | None,
        text: str,
        choices: Mapping[str, str] = NONE,
    ) -> Asked:
        """Enter what a visitor says and a place for the reply; the same message again gives what is there."""
        said = storable(text)
        with db.write() as connection:
            row = self._begun(connection, conversation, said)
            known = tree(connection, conversation)
            if role_of(known, message) == "user":
                replies = [each for each in known.values() if each["parent"] == message]
                return Asked(known[message], replies[-1])
            if parent and role_of(known, parent) != "assistant":
                raise NotFound
            notes = {"choices": dict(choices)} if choices else {}
            known[message] = add(connection, row, id=message, parent=parent, role="user", text=said, notes=notes)
            search.add(connection, conversation, said, message)
            return reply_to(connection, row, known, message, reply)

    def again(self, conversation: str, parent: str, reply: str) -> Asked:
        """Enter a place for another reply to a message; the same id again gives what is there."""
        with db.write() as connection:
            row = self._own(connection, conversation)
            known = tree(connection, conversation)
            if role_of(known, parent) != "user":
                raise NotFound
            if reply in known:
                return Asked(known[parent], known[reply])
            return reply_to(connection, row, known, parent, reply)

    def listed(self, query: str, before: str, limit: int) -> list[dict[str, Any]]:
        """Return conversations, those that changed last first; with a query those that hold its words, and where."""
        wanted = select(conversations, LIVE.label("live")).where(conversations.c.visitor == self.visitor)
        if before:
            moment, _, identity = before.partition("~")
            last = tuple_(datetime.fromisoformat(moment), identity)
            wanted = wanted.where(tuple_(conversations.c.updated, conversations.c.id) < last)
        wanted = wanted.order_by(conversations.c.updated.desc(), conversations.c.id.desc()).limit(limit)
        with db.read() as connection:
            if query.strip():
                holding = select(entries.c.conversation).where(search.holds(connection, query))
                wanted = wanted.where(conversations.c.id.in_(holding))
            found = list(connection.execute(wanted).mappings())
            if not query.strip():
                return [dict(row) for row in found]
            snippets = search.snippets(connection, [row["id"] for row in found], query)
            return [{**row, "snippet": snippets.get(row["id"], "")} for row in found]

    def conversation_of(self, conversation: str) -> tuple[RowMapping, list[RowMapping]]:
        with db.read() as connection:
            return self._own(connection, conversation), list(tree(connection, conversation).values())

    def reply_of(self, reply: str) -> RowMapping:
        with db.read() as connection:
            return self._own_reply(connection, reply)

    def change(self, conversation: str, title: str | None, leaf: str | None) -> None:
        """Rename a conversation, or say which branch is shown."""
        with db.write() as connection:
            self._own(connection, conversation)
            if leaf and leaf not in tree(connection, conversation):
                raise NotFound
            values = {name: storable(value) for name, value in (("title", title), ("leaf", leaf)) if value}
            if values:
                connection.execute(update(conversations).where(conversations.c.id == conversation).values(values))
            if title:
                search.renew(connection, conversation, title)

    def rate(self, reply: str, rating: str | None, reason: str) -> None:
        with db.write() as connection:
            self._own_reply(connection, reply)
            connection.execute(
                update(messages).where(messages.c.id == reply).values(rating=rating, reason=storable(reason))
            )

    def live_replies(self, conversation: str | None = None) -> list[str]:
        """Return the replies being written in one conversation of a visitor's, or in all."""
        joined = live.join(messages).join(conversations)
        wanted = select(live.c.message).select_from(joined).where(conversations.c.visitor == self.visitor)
        with db.read() as connection:
            if conversation:
                self._own(connection, conversation)
                wanted = wanted.where(conversations.c.id == conversation)
            return list(connection.scalars(wanted))

    def forget(self, conversation: str | None = None) -> None:
        """Delete one conversation of a visitor's, or all."""
        which = delete(conversations).where(conversations.c.visitor == self.visitor)
        with db.write() as connection:
            connection.execute(which.where(conversations.c.id == conversation) if conversation else which)

    def _begun(self, connection: Connection, conversation: str, text: str) -> Row:
        """Return the conversation, which is made if it is new."""
        if row := row_of(connection, conversation):
            return self._checked(row)
        title = title_of(text)
        made = {"id": conversation, "visitor": self.visitor, "title": title, "created": now(), "updated": now()}
        connection.execute(insert(conversations), made)
        search.add(connection, conversation, title)
        return {**made, "live": False}

    def _own(self, connection: Connection, conversation: str) -> RowMapping:
        """Return the conversation, if it is the visitor's."""
        return self._checked(row_of(connection, conversation))

    def _checked(self, row: RowMapping | None) -> RowMapping:
        if row is None or row["visitor"] != self.visitor:
            raise NotFound
        return row

    def _own_reply(self, connection: Connection, reply: str) -> RowMapping:
        """Return the reply, if it is to the visitor."""
        wanted = (messages.c.id == reply, messages.c.role == "assistant", conversations.c.visitor == self.visitor)
        row = connection.execute(select(messages).join(conversations).where(*wanted)).mappings().first()
        if row is None:
            raise NotFound
        return row


def row_of(connection: Connection, conversation: str) -> RowMapping | None:
    return connection.execute(CONVERSATION, {"conversation": conversation}).mappings().first()


def reply_to(
    connection: Connection, conversation: Row, known: Mapping[str, RowMapping], message: str, reply: str
) -> Asked:
    """Enter the place of a reply, unless another is being written in the conversation."""
    if conversation["live"]:
        raise Busy
    place = add(connection, conversation, id=reply, parent=message, role="assistant", text="", status="live")
    connection.execute(insert(live), {"message": reply})
    changed = {"leaf": reply, "updated": now()}
    connection.execute(update(conversations).where(conversations.c.id == conversation["id"]).values(changed))
    said = [row for row in branch(known, message) if row["text"].strip()]
    history = [Message(row["role"], row["text"], row["notes"].get("choices", {})) for row in said]
    return Asked(known[message], place, history)


def add(connection: Connection, conversation: Row, **values: Any) -> RowMapping:
    """Enter a message and return it."""
    row = {"conversation": conversation["id"], "status": "complete", "created": now(), **values}
    try:
        return connection.execute(insert(messages).returning(messages), row).mappings().one()
    except IntegrityError:  # the id stands in another conversation
        raise NotFound from None


def tree(connection: Connection, conversation: str) -> dict[str, RowMapping]:
    """Return all messages of a conversation by their ids, the oldest first."""
    return {row["id"]: row for row in connection.execute(TREE, {"conversation": conversation}).mappings()}


def role_of(known: Mapping[str, RowMapping], message: str) -> str:
    return str(known[message]["role"]) if message in known else ""


def branch(known: Mapping[str, RowMapping], leaf: str | None) -> list[RowMapping]:
    """Return the messages that lead to one, the first first."""
    found: list[RowMapping] = []
    while row := known.get(leaf or ""):
        found.append(row)
        leaf = row["parent"]
    return found[::-1]


def title_of(text: str) -> str:
    """Return the beginning of a text, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TITLE else f"{line[:LONGEST_TITLE].rsplit(' ', 1)[0]}…"


def forget_before(moment: datetime) -> int:
    """Delete everyone's conversations that did not change since, and return how many those were."""
    with db.write() as connection:
        return connection.execute(delete(conversations).where(conversations.c.updated < moment, ~LIVE)).rowcount


def everything() -> Iterator[dict[str, Any]]:
    """Yield every conversation of every visitor, the oldest first."""
    with db.read() as connection:
        for row in connection.execute(select(conversations).order_by(conversations.c.created)).mappings().all():
            yield {"visitor": row["visitor"], **shapes.whole(row, list(tree(connection, row["id"]).values()))}
