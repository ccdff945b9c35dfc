"""Says how the app gets to a host: `python -m app deploy HOST`."""

import shlex
from collections.abc import Iterator

import click

from app.deploying.hosts import HOSTS


@click.command("deploy")
@click.argument("host", required=False, type=click.Choice(list(HOSTS)))
def command(host: str | None) -> None:
    """Print the commands that put the app on a host, and what is lost there; none of them is run.

    Without a HOST it says what there is to know of each.
    """
    click.echo("\n".join(line for name in ([host] if host else HOSTS) for line in told(name, bool(host))))


def told(name: str, with_commands: bool) -> Iterator[str]:
    """Yield what has to be known of a host, then its commands, as a shell takes them."""
    from app import product
    from app.deploying.words import WORDS
    from app.settings import PROJECT
    from app.words import in_language

    about, host = product.load().product, HOSTS[name]
    slug = shlex.quote(about.slug or PROJECT.name)
    yield f"{name} ({host.file})"
    yield from (f"  # {note.replace('{name}', slug)}" for note in in_language(WORDS, about.language)[name])
    if with_commands:
        yield from (f"  {line.replace('{name}', slug)}" for line in host.commands)
