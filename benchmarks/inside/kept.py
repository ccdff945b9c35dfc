"""What benchmarks/kept.py runs within a project: `python kept.py ROWS WAITING` fills the store."""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta
from pathlib import Path

from app import db
from app.results import store
from app.results.store import Labelled

LABELS = [f"label {number}" for number in range(77)]
WEEKS = 52
WORDS = [
    *("card", "invoice", "app", "password", "refund", "screen", "colleague", "update"),
    *("order", "price", "mail", "error", "login", "team", "file"),
]
AT_ONCE = 5_000


def main(count: int, waiting: int) -> None:
    prepare(Path.cwd())
    begun = time.perf_counter()
    for start in range(0, count, AT_ONCE):
        rows = [row(number, count, waiting) for number in range(start, min(start + AT_ONCE, count))]
        week = date(2026, 11, 23) - timedelta(weeks=WEEKS - 1 - start * WEEKS // count)
        store.week_of = lambda _, week=week: week
        with db.write() as connection:
            store.add(connection, rows)
    seconds = time.perf_counter() - begun
    size = (Path.cwd() / "var/app.db").stat().st_size / 1e6
    print(f"{count:,} rows kept in {seconds:.0f} s ({count / seconds:,.0f} a second), {size:,.0f} MB", flush=True)


def row(number: int, count: int, waiting: int) -> Labelled:
    words = " ".join(WORDS[(number * step) % len(WORDS)] for step in (1, 7, 11, 13))
    label = LABELS[number * 31 % len(LABELS)]
    is_waiting = number % (count // waiting) == 0
    confidence = 0.3 + 0.3 * (number * 37 % 997) / 997 if is_waiting else 0.6 + 0.4 * (number * 41 % 991) / 991
    told = "unsure" if is_waiting else ""
    return Labelled(f"{words}, case {number}", "" if told else label, label, confidence, "local", told, not is_waiting)


def prepare(project: Path) -> None:
    tables = "".join(f'[[labels]]\nname = "{name}"\n\n' for name in LABELS)
    (project / "product.toml").write_text(f'[product]\nname = "Kept"\napp = "classifier"\n\n{tables}', "utf-8")
    lines = [
        f"{WORDS[at % 15]} {WORDS[part]} of {name},{name}\n" for at, name in enumerate(LABELS) for part in range(8)
    ]
    (project / "data/examples.csv").write_text("text,label\n" + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
