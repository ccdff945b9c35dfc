"""Brings documents from the command line: `python -m app ingest PATH...`."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.documents.schemas import schema_option

if TYPE_CHECKING:
    from app.documents.shapes import Document, Ingested


def shape() -> "type[Ingested]":
    from app.documents.shapes import Ingested

    return Ingested


@click.command("ingest")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--words-only", is_flag=True, help="Leave the vectors to the server, which makes them in the background.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of text.")
@schema_option(shape)
def command(paths: tuple[Path, ...], words_only: bool, as_json: bool) -> None:
    """Bring files and folders into the shared workspace, which everyone reads.

    Without PATH, bring it in step with data/documents, as the server does when it starts. A file that did not
    change is left as it is. Exits 1 if a file could not be read.
    """
    from app.documents import catalogue
    from app.documents.scope import SHARED
    from app.documents.shapes import document

    identities = brought(paths) if paths else followed()
    read_all(quiet=as_json)
    if not words_only:
        asyncio.run(embed_all(quiet=as_json))
    rows = [row for row in catalogue.listed(SHARED) if row["id"] in identities]
    shown = [document(row, "en") for row in rows]
    if as_json:
        click.echo(shape()(documents=shown).model_dump_json())
    else:
        click.echo("\n".join(map(line, shown)) or "There are no documents in data/documents.")
    sys.exit(any(row["state"] == "failed" for row in rows))


def brought(paths: tuple[Path, ...]) -> set[str]:
    """Put the files of the paths into the store; they wait there to be read."""
    from app.documents import folder, library
    from app.documents.scope import SHARED

    try:
        return {library.put(SHARED, folder.read(name, path))["id"] for name, path in named(paths)}
    except library.InFolder:
        told = "A file of this name stands in data/documents; change it there, then run app ingest without PATH."
        raise click.ClickException(told) from None


def named(paths: tuple[Path, ...]) -> Iterator[tuple[str, Path]]:
    """Yield each file under the name it gets: its own, below the name of a folder that was given."""
    from app.documents import folder, names

    for path in paths:
        if path.is_dir():
            for name, file in folder.files_of(path):
                yield names.written(f"{path.resolve().name}/{name}"), file
        else:
            yield names.written(path.name), path


def followed() -> set[str]:
    from app.documents import catalogue, folder

    folder.follow()
    return {row["id"] for row in catalogue.listed()}


def read_all(quiet: bool) -> None:
    from app.documents import ingest

    for row in ingest.read_all():
        if not quiet:
            click.echo(f"read {row['name']}", err=True)


async def embed_all(quiet: bool) -> None:
    from app.documents import meaning

    async for _ in meaning.embed_all():
        if not quiet and sys.stderr.isatty():
            click.echo(".", nl=False, err=True)


def line(shown: "Document") -> str:
    if shown.failure:
        return f"{shown.name}: {shown.failure.message} {shown.failure.hint}"
    return f"{shown.name}: {shown.passages} passages, {shown.embedded} with a vector"
