"""Conversations, their messages, and the replies that are being written."""

import sqlalchemy as sa
from alembic import op

revision = "conversation_0001"
down_revision = None
branch_labels = ("conversation",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("visitor", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("folded", sa.String, nullable=False),
        sa.Column("leaf", sa.String(36)),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("updated", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
    )
    op.create_index("ix_conversations_visitor_updated_id", "conversations", ["visitor", "updated", "id"])
    op.create_table(
        "messages",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("conversation", sa.String(36), nullable=False),
        sa.Column("parent", sa.String(36)),
        sa.Column("role", sa.String(9), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("status", sa.String(11), nullable=False),
        sa.Column("answerer", sa.String, nullable=False),
        sa.Column("usage", sa.JSON),
        sa.Column("cost", sa.BigInteger),
        sa.Column("estimated", sa.Boolean, nullable=False),
        sa.Column("fault", sa.JSON),
        sa.Column("notes", sa.JSON, nullable=False),
        sa.Column("rating", sa.String(4)),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("seconds", sa.Float),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], "fk_messages_conversation_conversations", ondelete="CASCADE"
        ),
        sa.CheckConstraint("role IN ('user', 'assistant')", name="ck_messages_role"),
        sa.CheckConstraint(
            "status IN ('live', 'complete', 'stopped', 'interrupted', 'failed')", name="ck_messages_status"
        ),
        sa.CheckConstraint("rating IN ('up', 'down')", name="ck_messages_rating"),
    )
    op.create_index("ix_messages_conversation", "messages", ["conversation"])
    op.create_table(
        "live_replies",
        sa.Column("message", sa.String(36), nullable=False),
        sa.Column("beat", sa.Integer, nullable=False),
        sa.Column("stop", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("message", name="pk_live_replies"),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], "fk_live_replies_message_messages", ondelete="CASCADE"),
    )
