"""What a user sees of templates: their lists, what they hold, what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable

import click

from quickship import console
from quickship.inventory import MOST_SHOWN, Inventory
from quickship.types import Template


def holdings(template: Template, held: Inventory) -> None:
    """What a template of others holds, before it is trusted: on stderr."""
    console.say(f"{click.style(console.one_line(template.source), bold=True)} is not part of quickship. It holds:")
    _section("files", [f"{len(held.files)} files, {held.size:,} bytes"], held.files)
    _section("scripts that run", [] if held.hooks else ["none"], held.hooks)
    _section("extensions", [] if held.extensions else ["none"], held.extensions)
    _section("lines that may reach beyond the project", [] if held.reaches else ["none seen"], held.reaches)
    console.say(f"  its content's hash  {template.digest}")


def _section(title: str, head: Iterable[str], rows: tuple[str, ...]) -> None:
    console.say(f"  {click.style(title, dim=True)}")
    more = [f"and {len(rows) - MOST_SHOWN} more"] if len(rows) > MOST_SHOWN else []
    for row in (*head, *rows[:MOST_SHOWN], *more):
        console.say(f"    {console.one_line(row)}")
