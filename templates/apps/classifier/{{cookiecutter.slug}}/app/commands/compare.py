"""Compares two evaluations: `python -m app compare A B`."""

import json
from pathlib import Path

import click

SHOWN = 70  # characters of a text


@click.command("compare")
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of text.")
def command(before: Path, after: Path, as_json: bool) -> None:
    """Say which texts two runs label differently, and whether AFTER is better than BEFORE by more than chance."""
    from app.evaluation.document import shortened
    from app.quality import comparing, files

    found = comparing.compared(files.read(before), files.read(after))
    if as_json:
        click.echo(json.dumps(found.as_data(), ensure_ascii=False))
        return
    for change in found.changes:
        before_after = f"{comparing.named(change.before)} -> {comparing.named(change.after)}"
        click.echo(f"{change.turned:<8} {before_after}  (right: {comparing.named(change.gold)})")
        click.echo(f"         {shortened(change.text, SHOWN)}")
    click.echo(found.sentence)
