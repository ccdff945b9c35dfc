"""Says how what comes changes from week to week: `python -m app drift`."""

import sys

import click


@click.command("drift")
@click.option("--weeks", default=8, show_default=True, type=click.IntRange(2, 104), help="Weeks to look back.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of text.")
def command(weeks: int, as_json: bool) -> None:
    """Compare each week's labels, and how far its texts lie from the examples, with the weeks before.

    It reads what the app labelled and kept (CLASSIFY_KEEP_DAYS); the page shows the last comparison at /drift.
    """
    from app.commands.classify import opened
    from app.drifting import looking, page
    from app.quality.files import write
    from app.settings import PROJECT

    classifier = opened()
    with click.progressbar(length=weeks, label="Comparing", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        found = looking.drift(classifier, weeks, lambda: bar.update(1))
    if not found.weeks:
        raise click.ClickException("Nothing is kept yet: the app keeps what it labels, unless CLASSIFY_KEEP_DAYS is 0.")
    path = PROJECT / "evals" / "drift.json"
    write(path, found.model_dump_json(indent=1))
    click.echo(found.model_dump_json() if as_json else "\n".join(page.lines(found)))
    click.echo(f"Report: {path.relative_to(PROJECT)}, and /drift on the page", err=as_json)
