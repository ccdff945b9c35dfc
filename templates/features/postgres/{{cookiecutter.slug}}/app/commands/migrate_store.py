"""Carries what SQLite holds over to PostgreSQL: `python -m app migrate-store`."""

from pathlib import Path

import click

from app.settings import PROJECT

DEFAULT = "var/app.db"


@click.command("migrate-store")
@click.option("--from", "file", default=DEFAULT, show_default=True, type=Path, help="The SQLite file.")
def command(file: Path) -> None:
    """Carry a SQLite store over to the database of DATABASE_URL, and count its rows.

    Stop the app first. It is all carried or nothing is, so it can be interrupted and run again; a database that holds
    anything else is refused. The file stays as it is.
    """
    from app import carrying, db

    try:
        counts = carrying.carry(PROJECT / file)
    finally:
        db.close()
    width = max(map(len, counts))
    for table, count in counts.items():
        click.echo(f"{table:<{width}}  {count:>12,}")
    click.echo(f"{sum(counts.values()):,} rows are in the new store.")
