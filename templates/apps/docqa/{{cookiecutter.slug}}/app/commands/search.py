"""Searches from the command line: `python -m app search QUERY`."""

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING

import click

from app.documents.schemas import schema_option

if TYPE_CHECKING:
    from app.documents.passages import Passage
    from app.documents.shapes import Found


def shape() -> "type[Found]":
    from app.documents.shapes import Found

    return Found


@click.command("search")
@click.argument("query")
@click.option("-k", "count", default=10, show_default=True, type=click.IntRange(1, 100), help="How many passages.")
@click.option("--folder", default="", help="Only files below this folder.")
@click.option("--kind", default="", help="Only files of this kind, such as pdf.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only files changed on this day or later.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Only files changed before this day.")
@click.option("--way", type=click.Choice(["words", "meaning", "both"]), help="How to search  [default: as tuned]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of text.")
@schema_option(shape)
def command(
    query: str,
    count: int,
    folder: str,
    kind: str,
    since: datetime | None,
    until: datetime | None,
    way: str | None,
    as_json: bool,
) -> None:
    """Print the passages of the shared workspace that QUERY is about, the best one first."""
    from app import product
    from app.documents import sources
    from app.documents.scope import Scope
    from app.documents.search import search

    query = query.encode("utf-8", "replace").decode()  # an argument may hold bytes that are no text
    if not query.strip():
        raise click.UsageError("The query is empty.")
    scope = Scope(folder=folder, kind=kind, since=since, until=until)
    language = product.load().product.language
    found = asyncio.run(search(query, scope, sources.source(), count=count, language=language, way=way))  # type: ignore[arg-type]
    if as_json:
        click.echo(shape()(query=query, passages=found).model_dump_json())
    else:
        click.echo("\n\n".join(map(shown, found)) or "Nothing was found.")


def shown(passage: "Passage") -> str:
    """Return a passage as a person reads it: where it stands, then what it says."""
    page = f", page {passage.page}" if passage.page else ""
    head = " > ".join((f"{passage.file}{page}", *passage.headings))
    return f"{head}  ({passage.score:.2f})\n{passage.text}"
