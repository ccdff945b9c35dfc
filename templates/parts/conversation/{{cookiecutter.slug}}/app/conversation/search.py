"""Finds conversations by words, with or without their marks: `dat lich` finds `đặt lịch`."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from sqlalchemy import ColumnElement, Connection, cast, column, delete, insert, literal, literal_column, select, table
from sqlalchemy.dialects.postgresql import TSQUERY

from app.conversation.tables import entries, messages
from app.folding import fold

AROUND = 60  # characters of a snippet on each side of the word
WORD = re.compile(r"[^\W_]+")  # as SQLite takes a text apart

INDEX = table("search_words", column("rowid"))  # SQLite's full-text index over the entries, which its triggers keep
# PostgreSQL's, an index over this; a longer text could be more than it takes.
VECTOR: ColumnElement[str] = literal_column("to_tsvector('simple', left(search_entries.folded, 100000))")


def add(connection: Connection, conversation: str, text: str, message: str | None = None) -> None:
    """Have a message, or without one the title, found by these words."""
    row = {"conversation": conversation, "message": message, "folded": " ".join(WORD.findall(fold(text)))}
    connection.execute(insert(entries), row)


def renew(connection: Connection, conversation: str, text: str, message: str | None = None) -> None:
    """Have it found by these words, and by none that it had before."""
    same = (entries.c.conversation == conversation, entries.c.message.is_not_distinct_from(message))
    connection.execute(delete(entries).where(*same))
    add(connection, conversation, text, message)


def holds(connection: Connection, query: str) -> ColumnElement[bool]:
    """Return the condition that an entry has all words of the query, in any order; the last may be half typed.

    All that is said of a database's own full-text search is said here.
    """
    words = [found for word in fold(query).split() if (found := WORD.findall(word))]
    if connection.dialect.name == "postgresql":
        wanted = " & ".join(" <-> ".join(f"'{part}'" for part in word) for word in words)
        return VECTOR.op("@@", is_comparison=True)(cast(literal(f"{wanted}:*" if wanted else ""), TSQUERY))
    wanted = " ".join(f'"{" ".join(word)}"' for word in words) or '""'  # which is nowhere
    return entries.c.number.in_(select(INDEX.c.rowid).where(literal_column(INDEX.name).match(f"{wanted}*")))


def snippets(connection: Connection, identities: Sequence[str], query: str) -> dict[str, str]:
    """Return for each conversation where it holds the words first."""
    said = (
        select(messages.c.conversation, messages.c.text)
        .join(entries, entries.c.message == messages.c.id)
        .where(entries.c.conversation.in_(identities), holds(connection, query))
        .order_by(messages.c.created.desc())
    )
    return {row.conversation: snippet(row.text, query) for row in connection.execute(said)}


def snippet(text: str, query: str) -> str:
    """Return the text around the first word of the query that it holds."""
    folded = {letter: fold(letter) for letter in set(text)}  # one letter may become two, or none
    line = "".join(folded[letter] for letter in text)
    places = [hit.start() for word in fold(query).split() if (hit := re.search(rf"\b{re.escape(word)}", line))]
    start = bisect_right(list(accumulate(len(folded[letter]) for letter in text)), min(places, default=0))
    begin, end = max(start - AROUND, 0), start + AROUND
    return ("…" if begin else "") + " ".join(text[begin:end].split()) + ("…" if end < len(text) else "")
