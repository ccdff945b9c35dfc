"""Shows what the model cost: `python -m app usage`."""

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from app.usage import Day

HEADS = ("Day", "Calls", "Failed", "Open", "Tokens in", "cached", "out", "USD", "Estimated")


@click.command("usage")
@click.option(
    "--days", default=7, show_default=True, type=click.IntRange(1, 3660), help="How many days, today included."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of a table.")
def command(days: int, as_json: bool) -> None:
    """Show what calls to models took and cost, day by day.

    Open calls are under way, or their process died; they count for the most that they could cost.
    """
    found = spent(days)
    if as_json:
        click.echo(json.dumps({"days": [described(day) for day in found]}))
    elif found:
        click.echo("\n".join(table(found)))
    else:
        click.echo(f"No calls to a model in the last {days} days.")


def spent(days: int) -> "list[Day]":
    from datetime import timedelta

    from app import db, guard, usage

    since = guard.CapSettings().today() - timedelta(days=days - 1)
    with db.read() as connection:
        return usage.days(connection, since)


def described(day: "Day") -> dict[str, Any]:
    """Return a day as --json shows it."""
    return {
        "day": day.day.isoformat(),
        "calls": day.calls,
        "failed": day.failed,
        "open": day.open,
        "input_tokens": day.input_tokens,
        "cached_tokens": day.cached_tokens,
        "output_tokens": day.output_tokens,
        "cost_usd": day.cost / 1_000_000_000,
        "estimated_share": day.estimated / day.calls,
    }


def table(found: "list[Day]") -> list[str]:
    """Lay the days out in columns, each as wide as its widest entry."""
    rows = [HEADS, *(cells(day) for day in found)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]


def cells(day: "Day") -> tuple[str, ...]:
    counts = (day.calls, day.failed, day.open, day.input_tokens, day.cached_tokens, day.output_tokens)
    cost, share = day.cost / 1_000_000_000, day.estimated / day.calls
    return (day.day.isoformat(), *(f"{count:,}" for count in counts), f"{cost:.4f}", f"{share:.0%}")
