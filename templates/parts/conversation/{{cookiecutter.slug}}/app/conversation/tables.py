"""What is kept: conversations, each a tree of messages, and the replies that are being written."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from app.db import metadata

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("visitor", String, nullable=False),
    Column("title", String, nullable=False),
    Column("leaf", String(36)),  # the message that ends the branch shown last
    Column("created", DateTime, nullable=False),  # UTC, as all times here
    Column("updated", DateTime, nullable=False),
    Index(None, "visitor", "updated", "id"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("conversation", String(36), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("parent", String(36)),
    Column("role", String(9), nullable=False),
    Column("text", Text, nullable=False),
    Column("status", String(11), nullable=False),
    Column("answerer", String, nullable=False, default=""),
    Column("usage", JSON(none_as_null=True)),
    Column("cost", BigInteger),  # nano-dollars
    Column("estimated", Boolean, nullable=False, default=False),
    Column("fault", JSON(none_as_null=True)),
    Column("notes", JSON, nullable=False, default=dict),
    Column("rating", String(4)),
    Column("reason", Text, nullable=False, default=""),
    Column("created", DateTime, nullable=False),
    Column("seconds", Float),
    CheckConstraint("role IN ('user', 'assistant')", name="role"),
    CheckConstraint("status IN ('live', 'complete', 'stopped', 'interrupted', 'failed')", name="status"),
    CheckConstraint("rating IN ('up', 'down')", name="rating"),
)

# One row for each reply under way, in whichever process: whoever writes it raises `beat` and looks at `stop`.
live = Table(
    "live_replies",
    metadata,
    Column("message", String(36), ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Column("beat", Integer, nullable=False, default=0),
    Column("stop", Boolean, nullable=False, default=False),
)

# What search looks through: each message that is whole, and the title, which has no message.
entries = Table(
    "search_entries",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("conversation", String(36), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("message", String(36)),
    Column("folded", Text, nullable=False),
    Index(None, "conversation", "message"),
)


def now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
