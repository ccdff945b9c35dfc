"""Shows what models were sent: `python -m app audit`."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

import click

HEADS: Final = {
    "en": {"time": "time", "purpose": "for", "model": "model", "endpoint": "sent to", "masked": "masked",
           "none": "Nothing was sent to a model in that time."},
    "vi": {"time": "thời điểm", "purpose": "mục đích", "model": "mô hình", "endpoint": "gửi tới", "masked": "đã che",
           "none": "Trong thời gian đó không có gì được gửi tới mô hình."},
}  # fmt: skip
COLUMNS = ("time", "purpose", "model", "endpoint", "masked")
DAY = click.DateTime(["%Y-%m-%d"])


@click.command("audit")
@click.option("--since", type=DAY, metavar="DAY", help="The first day to show, such as 2026-11-26, in UTC.")
@click.option("--until", type=DAY, metavar="DAY", help="The last day to show.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document, with the texts, instead of a table.")
def command(since: datetime | None, until: datetime | None, as_json: bool) -> None:
    """Show what models were sent and how much of it was masked, today's calls unless a day is named.

    A call that was tried again is one line, as is each request of a batch. --json prints
    {"calls": [{"time", "model", "endpoint", "purpose", "masked": {"EMAIL": 1}, "texts": [] or "sha256"}]}.
    """
    from app.llm.door import language
    from app.masking import audit
    from app.words import in_language

    first = since.date() if since else None if until else datetime.now(UTC).date()
    rows = audit.rows(first, until.date() if until else None)
    if as_json:
        click.echo(json.dumps({"calls": list(rows)}, ensure_ascii=False))
    else:
        click.echo("\n".join(lines(rows, in_language(HEADS, language()))))


def lines(rows: Iterable[dict[str, Any]], heads: dict[str, str]) -> Iterator[str]:
    """Yield a table, the newest call last."""
    table = [tuple(heads[name] for name in COLUMNS), *map(cells, rows)]
    if len(table) == 1:
        yield heads["none"]
        return
    widths = [max(len(row[at]) for row in table) for at in range(len(COLUMNS))]
    for row in table:
        yield "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()


def cells(row: dict[str, Any]) -> tuple[str, ...]:
    masked = ", ".join(f"{kind} {count}" for kind, count in row["masked"].items()) or "-"
    return (row["time"][:19], row["purpose"], row["model"], row["endpoint"], masked)
