"""What a user sees of templates: their lists, what they hold, what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from quickship import console, errors
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


def catalog(rows: Sequence[Mapping[str, Any]], own: str) -> None:
    """The templates by kind, and where a person's own are looked for."""
    for kind in dict.fromkeys(row["kind"] for row in rows):
        console.heading(str(kind))
        console.table({row["name"]: row["summary"] for row in rows if row["kind"] == kind})
    console.say(f"\nyour own: {own}")


def description(found: Mapping[str, Any]) -> None:
    """One template: texts as they are, lists one to a line."""
    for key, value in found.items():
        if isinstance(value, list | dict):
            rows = value if isinstance(value, list) else [f"{name} = {raw!r}" for name, raw in value.items()]
            _listed(key, rows)
        else:
            console.table({key: str(value)})


def _listed(title: str, rows: Sequence[object]) -> None:
    if rows:
        console.heading(title)
        for row in rows:
            console.line(f"  {console.one_line(str(row))}")


def finding(file: str, line: int, message: str, fix: str) -> None:
    """One fault of a template, where it stands, and what to do."""
    place = f"{file}:{line}" if line else file
    console.line(f"{click.style(console.one_line(place), bold=True)}: {errors.one_line(message)}")
    console.line(f"    {click.style('fix', fg='cyan')}: {errors.one_line(fix)}")
