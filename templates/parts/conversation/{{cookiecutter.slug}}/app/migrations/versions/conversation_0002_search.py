"""What is said can be searched by its words: entries, folded, and SQLite's full-text index over them."""

import sqlalchemy as sa
from alembic import op

revision = "conversation_0002"
down_revision = "conversation_0001"
branch_labels = None
depends_on = None

# The index holds no text of its own, so that it must be told what leaves it.
INDEX = (
    "CREATE VIRTUAL TABLE search_words USING fts5(folded, content='search_entries', content_rowid='number',"
    " columnsize=0, tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER search_entries_in AFTER INSERT ON search_entries BEGIN"
    " INSERT INTO search_words(rowid, folded) VALUES (new.number, new.folded); END",
    "CREATE TRIGGER search_entries_out AFTER DELETE ON search_entries BEGIN"
    " INSERT INTO search_words(search_words, rowid, folded) VALUES ('delete', old.number, old.folded); END",
)


def upgrade() -> None:
    op.create_table(
        "search_entries",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("conversation", sa.String(36), nullable=False),
        sa.Column("message", sa.String(36)),
        sa.Column("folded", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_search_entries"),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], "fk_search_entries_conversation_conversations", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_search_entries_conversation_message", "search_entries", ["conversation", "message"])
    if op.get_bind().dialect.name == "sqlite":
        for statement in INDEX:
            op.execute(statement)
    op.execute("INSERT INTO search_entries (conversation, folded) SELECT id, folded FROM conversations")
    op.execute(
        "INSERT INTO search_entries (conversation, message, folded)"
        " SELECT conversation, id, folded FROM messages WHERE status != 'live'"
    )
    op.drop_column("conversations", "folded")
    op.drop_column("messages", "folded")
