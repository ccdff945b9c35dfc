"""Documents, their passages, and each database's own indexes over these."""

import sqlalchemy as sa
from alembic import op

revision = "docqa_0001"
down_revision = None
branch_labels = ("docqa",)
depends_on = None

# `words` are folded by the app; porter takes their English endings off. Nothing of the texts is kept twice.
SQLITE = [
    "CREATE VIRTUAL TABLE passages_fts USING fts5(words, marked, pairs, content='', "
    "tokenize=\"porter unicode61 remove_diacritics 0 tokenchars '_'\")",
]
POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS vector",
    "CREATE TEXT SEARCH DICTIONARY passages_stem (TEMPLATE = snowball, Language = english)",
    "CREATE TEXT SEARCH CONFIGURATION passages_words (COPY = simple)",
    "ALTER TEXT SEARCH CONFIGURATION passages_words ALTER MAPPING FOR asciiword, asciihword, hword_asciipart "
    "WITH passages_stem",
    "CREATE TABLE passages_fts (passage integer PRIMARY KEY REFERENCES passages ON DELETE CASCADE, "
    "length integer NOT NULL, words tsvector NOT NULL)",
    # Without a list of what is still to be sorted in: each search would read it whole.
    "CREATE INDEX ix_passages_fts_words ON passages_fts USING gin (words) WITH (fastupdate = off)",
    "ALTER TABLE passage_vectors ALTER COLUMN vector TYPE vector USING NULL",
]


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("folded", sa.String, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("from_folder", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(7), nullable=False),
        sa.Column("failure", sa.String(16)),
        sa.Column("pages", sa.Integer),
        sa.Column("passages", sa.Integer, nullable=False),
        sa.Column("embedded", sa.Integer, nullable=False),
        sa.Column("model", sa.String, nullable=False),
        sa.Column("claimed", sa.Float, nullable=False),
        sa.Column("modified", sa.DateTime, nullable=False),
        sa.Column("added", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("workspace", "name", name="uq_documents_workspace_name"),
        sa.CheckConstraint("state IN ('waiting', 'reading', 'ready', 'failed')", name="ck_documents_state"),
    )
    op.create_index("ix_documents_digest", "documents", ["digest"])
    op.create_table(
        "document_contents",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_document_contents"),
    )
    op.create_table(
        "document_texts",
        sa.Column("document", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("document", name="pk_document_texts"),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], "fk_document_texts_document_documents", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "passages",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("document", sa.String(32), nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("page", sa.Integer),
        sa.Column("headings", sa.JSON, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_passages"),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], "fk_passages_document_documents", ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_passages_document", "passages", ["document"])
    op.create_table(
        "workspaces",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_workspaces"),
    )
    op.create_table(
        "passage_vectors",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("passage", sa.Integer, nullable=False),
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("model", sa.String, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_passage_vectors"),
        sa.UniqueConstraint("passage", name="uq_passage_vectors_passage"),
        sa.ForeignKeyConstraint(
            ["passage"], ["passages.id"], "fk_passage_vectors_passage_passages", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_passage_vectors_workspace_model_id", "passage_vectors", ["workspace", "model", "id"])
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)
