"""Brings the store up to date: `python -m app migrate`."""

import click


@click.command("migrate")
def command() -> None:
    """Run the migrations that the store lacks, or make a new store; several may do so at once.

    A server does this when it starts; before it, a failure shows while the old servers still run.
    """
    from app import db

    click.echo(f"{db.named(db.engine().url)} is up to date")
    db.close()
