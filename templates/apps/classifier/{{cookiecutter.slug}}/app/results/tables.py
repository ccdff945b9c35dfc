"""The tables: a row for each text that was labelled, one for each decision of a person, one for each file."""

from sqlalchemy import Column, Date, DateTime, Float, Index, Integer, String, Table, Text

from app.db import metadata

BANDS = (0.5, 0.8, 0.95)  # where one range of confidence ends and the next begins; the first one is 1
UNMEASURED = 0  # the band of what has no confidence

results = Table(
    "results",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(64), nullable=False, index=True),  # texts with the same key are the same
    Column("text", Text, nullable=False),
    Column("folded", Text, nullable=False),  # what search looks through
    Column("label", String, nullable=False),  # a person's, else the classifier's; of several with | between
    Column("said", String, nullable=False),  # the classifier's
    Column("guess", String, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("band", Integer, nullable=False),
    Column("way", String(9), nullable=False),
    Column("error", String, nullable=False),  # why there is no label
    Column("file", String(32), nullable=False, index=True),  # that it came in, or nothing
    Column("created", DateTime, nullable=False),  # UTC
    Column("week", Date, nullable=False),  # its Monday
    Column("state", String(7), nullable=False),  # settled; waiting; repeat, of a text that waits; decided
    Column("turn", Integer, nullable=False),  # how often it was skipped
    # The queue, and one index for each way to filter, which gives its rows in the order of the page.
    Index("ix_results_queue", "state", "turn", "confidence", "id"),
    Index("ix_results_week", "week", "id"),
    Index("ix_results_label", "label", "week", "id"),
    Index("ix_results_band", "band", "week", "id"),
    Index("ix_results_label_band", "label", "band", "week", "id"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("label", String, nullable=False),
    Column("before", String),  # what the examples said of the text before; nothing where they did not have it
    Column("created", DateTime, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String, nullable=False),
    Column("way", String(9), nullable=False),
    Column("state", String(7), nullable=False),  # running, stopped, done
    Column("fault", String, nullable=False),  # the code of what stopped it, if that was no person
    *(Column(name, Integer, nullable=False) for name in ("rows", "labelled", "unlabelled")),
    Column("kept", Integer, nullable=False),  # rows that were gone through for results
    Column("cost_usd", Float, nullable=False),
    Column("created", DateTime, nullable=False),
)
