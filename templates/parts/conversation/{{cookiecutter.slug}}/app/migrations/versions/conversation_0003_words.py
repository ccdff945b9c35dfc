"""PostgreSQL finds words by an index of its own."""

from alembic import op

revision = "conversation_0003"
down_revision = "conversation_0002"
branch_labels = None
depends_on = None

INDEX = "CREATE INDEX ix_search_entries_words ON search_entries USING gin (to_tsvector('simple', left(folded, 100000)))"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(INDEX)
