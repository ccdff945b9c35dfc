"""Finds conversations by words, with or without their marks: `dat lich` finds `đặt lịch`."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from app.conversation.tables import conversations, messages
from app.folding import fold

MOST_WORDS = 10
AROUND = 60  # characters of a snippet on each side of the word


def words_of(query: str) -> list[str]:
    return fold(query).split()[:MOST_WORDS]


def holds(words: list[str]) -> ColumnElement[bool]:
    """Return the condition that one message of a conversation, or its title, has all the words.

    Only the visitor's own conversations are looked through: that stays quick however many there are of others.
    """
    said = select(1).where(messages.c.conversation == conversations.c.id, *(has(messages.c.folded, words))).exists()
    return or_(said, and_(*has(conversations.c.folded, words)))


def has(column: ColumnElement[str], words: list[str]) -> list[ColumnElement[bool]]:
    return [column.contains(word, autoescape=True) for word in words]


def snippets(connection: Connection, identities: Sequence[str], words: list[str]) -> dict[str, str]:
    """Return for each conversation where it holds the words first."""
    said = select(messages.c.conversation, messages.c.text).where(
        messages.c.conversation.in_(identities), *has(messages.c.folded, words)
    )
    rows = connection.execute(said.order_by(messages.c.created.desc())).all()
    return {row.conversation: snippet(row.text, words) for row in rows}


def snippet(text: str, words: list[str]) -> str:
    """Return the text around the first word that it holds."""
    folded = [fold(letter) for letter in text]
    line = "".join(folded)
    at = min((place for word in words if (place := line.find(word)) >= 0), default=0)
    start, length = 0, 0
    while start < len(folded) and length < at:
        length += len(folded[start])
        start += 1
    begin, end = max(start - AROUND, 0), start + AROUND
    return ("…" if begin else "") + " ".join(text[begin:end].split()) + ("…" if end < len(text) else "")
