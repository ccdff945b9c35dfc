"""The calls to models and what they cost."""

import sqlalchemy as sa
from alembic import op

revision = "core_0001"
down_revision = None
branch_labels = ("core",)  # each template's migrations are a branch of their own; "base" is a word of Alembic's
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calls",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("started", sa.DateTime, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("visitor", sa.String, nullable=False),
        sa.Column("provider", sa.String, nullable=False),
        sa.Column("model", sa.String, nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("reserved", sa.BigInteger, nullable=False),
        sa.Column("cost", sa.BigInteger, nullable=False),
        sa.Column("input_tokens", sa.Integer, nullable=False),
        sa.Column("output_tokens", sa.Integer, nullable=False),
        sa.Column("cached_tokens", sa.Integer, nullable=False),
        sa.Column("estimated", sa.Boolean, nullable=False),
        sa.Column("fault", sa.String),
        sa.Column("first_token_seconds", sa.Float),
        sa.Column("seconds", sa.Float),
        sa.PrimaryKeyConstraint("id", name="pk_calls"),
        sa.CheckConstraint("status IN ('reserved', 'settled', 'failed')", name="ck_calls_status"),
    )
    op.create_index("ix_calls_day_visitor_cost", "calls", ["day", "visitor", "cost"])
