"""`quickship add`, `remove`, `update` and `status`: what is heavy is imported inside the command."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

OPTIONS = (
    click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Answer what a template asks."),
    click.option("--trust", is_flag=True, help="Trust the templates of others: they are code, and may do all you may."),
    click.option("--base", metavar="COMMIT", default="", help="Merge against this commit, not what history holds."),
    click.option("--no-input", is_flag=True, help="Never ask."),
    click.option("--offline", is_flag=True, help="Reach no network."),
    click.option("--dry-run", is_flag=True, help="Say what would change and write nothing."),
    click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout; never ask."),
)


def _with_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@click.command()
@click.argument("features", nargs=-1, required=True, metavar="FEATURE...")
@_with_options
def add(features: tuple[str, ...], base: str, **flags: Any) -> None:
    """Add features, or templates of your own, to the project that you are in.

    What that changes is merged into your work and staged, never committed.
    """
    _run("add", features, base, flags)


@click.command()
@click.argument("features", nargs=-1, required=True, metavar="FEATURE...")
@_with_options
def remove(features: tuple[str, ...], base: str, **flags: Any) -> None:
    """Take features out of the project that you are in; files that you changed stay."""
    _run("remove", features, base, flags)


@click.command()
@_with_options
def update(base: str, **flags: Any) -> None:
    """Bring the project that you are in to the templates of this quickship.

    What changed in them is merged into your work and staged, never committed. Conflicts are marked as git marks them,
    and the command ends with 1.
    """
    _run("update", (), base, flags)


@click.command()
@click.option("--offline", is_flag=True, help="Reach no network.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
def status(offline: bool, as_json: bool) -> None:
    """Show how the project that you are in stands to its templates, and what an update would do."""
    from quickship import status as command

    command.run(offline, as_json)


def _run(command: str, names: tuple[str, ...], base: str, flags: dict[str, Any]) -> None:
    from quickship import update_command
    from quickship.flags import Flags

    sys.exit(update_command.run(command, names, base, Flags(**flags)))


COMMANDS = (add, remove, update, status)
