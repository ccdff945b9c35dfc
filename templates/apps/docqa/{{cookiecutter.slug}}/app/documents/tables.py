"""What is kept: files, what they say, and their passages. The indexes over these are each database's own."""

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
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from app.db import metadata

documents = Table(
    "documents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("workspace", String, nullable=False),
    Column("name", String, nullable=False),  # a path: folder/file.pdf
    Column("folded", String, nullable=False),  # the name, as it is looked for
    Column("kind", String(16), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False, index=True),
    Column("from_folder", Boolean, nullable=False),  # it stands in data/documents and goes when it goes there
    Column("state", String(7), nullable=False),
    Column("failure", String(16)),
    Column("pages", Integer),
    Column("passages", Integer, nullable=False),
    Column("embedded", Integer, nullable=False),  # of its passages
    Column("model", String, nullable=False),  # what made these vectors
    Column("claimed", Float, nullable=False),  # until when a process works on it, in seconds since 1970
    Column("modified", DateTime, nullable=False),  # the file itself, in UTC
    Column("added", DateTime, nullable=False),
    UniqueConstraint("workspace", "name"),
    CheckConstraint("state IN ('waiting', 'reading', 'ready', 'failed')", name="state"),
)

contents = Table(
    "document_contents",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

texts = Table(
    "document_texts",
    metadata,
    Column("document", String(32), ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False),
)

passages = Table(
    "passages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document", String(32), ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("page", Integer),
    Column("headings", JSON, nullable=False),
    Column("text", Text, nullable=False),
    sqlite_autoincrement=True,  # an id is never used twice, so that what was remembered of one is not of another
)

# Raised whenever vectors are taken away, in whichever process: what others hold in memory is then read anew.
workspaces = Table(
    "workspaces",
    metadata,
    Column("name", String, primary_key=True),
    Column("revision", Integer, nullable=False),
)

# SQLite's vectors; PostgreSQL has a type and an index for them. Ids grow, so that new ones are read alone.
vectors = Table(
    "passage_vectors",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("passage", Integer, ForeignKey("passages.id", ondelete="CASCADE"), nullable=False),
    Column("workspace", String, nullable=False),
    Column("model", String, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    UniqueConstraint("passage"),
    Index(None, "workspace", "model", "id"),
    sqlite_autoincrement=True,
)
