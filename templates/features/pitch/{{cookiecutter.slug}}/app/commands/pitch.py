"""Writes the pitch as one file: `python -m app pitch --export FILE`."""

from pathlib import Path

import click


@click.command("pitch")
@click.option("--export", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@click.option("--brief", is_flag=True, help="Write the brief of one page instead of the slides.")
def command(export: Path, brief: bool) -> None:
    """Write the slides as one HTML file that needs no network: fonts, picture and script are in it.

    Served, they stand at /pitch and /pitch/brief.
    """
    from app import product
    from app.pitch import additions, page, pitch
    from app.settings import PROJECT

    found = pitch.gathered(product.load(), additions.load(PROJECT / "data" / "pitch.toml"), PROJECT)
    text = page.whole(found, "brief" if brief else "title")
    try:
        export.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{export} cannot be written: {error.strerror}; name another file.") from None
    click.echo(f"{export}: {len(text.encode()) // 1000} kB")
