"""Writes every conversation out: `python -m app export`."""

import json

import click


@click.command("export")
def command() -> None:
    """Print all conversations of all visitors, one JSON document a line, as GET /api/conversations/ID shows them.

    Each has its visitor's id beside that; ratings and the reasons given for them are in it.
    """
    from app.conversation import store

    for line in store.everything():
        click.echo(json.dumps(line, ensure_ascii=False))
