"""Who is signed in."""

import sqlalchemy as sa
from alembic import op

revision = "auth_0001"
down_revision = None
branch_labels = ("auth",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("visitor", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("rules", sa.String, nullable=False),
        sa.Column("ends", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
    )
    op.create_index("ix_sessions_visitor", "sessions", ["visitor"])
    op.create_index("ix_sessions_ends", "sessions", ["ends"])
