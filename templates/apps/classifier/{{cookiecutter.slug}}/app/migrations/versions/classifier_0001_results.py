"""What was labelled, what a person decided, and files on their way; SQLite's full-text index over the texts."""

import sqlalchemy as sa
from alembic import op

revision = "classifier_0001"
down_revision = None
branch_labels = ("classifier",)
depends_on = None

# The index holds no text of its own, so that it must be told what leaves it.
INDEX = (
    "CREATE VIRTUAL TABLE result_words USING fts5(folded, content='results', content_rowid='id',"
    " columnsize=0, tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER results_in AFTER INSERT ON results BEGIN"
    " INSERT INTO result_words(rowid, folded) VALUES (new.id, new.folded); END",
    "CREATE TRIGGER results_out AFTER DELETE ON results BEGIN"
    " INSERT INTO result_words(result_words, rowid, folded) VALUES ('delete', old.id, old.folded); END",
)


def upgrade() -> None:
    op.create_table(
        "results",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("text", "folded")),
        *(sa.Column(name, sa.String, nullable=False) for name in ("label", "said", "guess")),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("band", sa.Integer, nullable=False),
        sa.Column("way", sa.String(9), nullable=False),
        sa.Column("error", sa.String, nullable=False),
        sa.Column("file", sa.String(32), nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("week", sa.Date, nullable=False),
        sa.Column("state", sa.String(7), nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_results"),
    )
    for name, columns in (
        ("ix_results_key", ["key"]),
        ("ix_results_file", ["file"]),
        ("ix_results_queue", ["state", "turn", "confidence", "id"]),
        ("ix_results_week", ["week", "id"]),
        ("ix_results_label", ["label", "week", "id"]),
        ("ix_results_band", ["band", "week", "id"]),
        ("ix_results_label_band", ["label", "band", "week", "id"]),
    ):
        op.create_index(name, "results", columns)
    search()
    decisions_and_files()


def search() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for statement in INDEX:
            op.execute(statement)
    elif op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX ix_results_folded ON results USING gin (to_tsvector('simple', folded))")


def decisions_and_files() -> None:
    op.create_table(
        "decisions",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("label", sa.String, nullable=False),
        sa.Column("before", sa.String),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_decisions"),
    )
    op.create_table(
        "files",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("way", sa.String(9), nullable=False),
        sa.Column("state", sa.String(7), nullable=False),
        sa.Column("fault", sa.String, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("rows", "labelled", "unlabelled", "kept")),
        sa.Column("cost_usd", sa.Float, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_files"),
    )
