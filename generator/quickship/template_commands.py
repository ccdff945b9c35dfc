"""`quickship templates`: each command calls one function; what is heavy is imported inside it."""

from __future__ import annotations

import sys
from typing import Any

import click

KINDS = ("feature", "part", "app", "base", "domain", "plain")


@click.group()
def templates() -> None:
    """List, read, make, shape and check templates."""


@templates.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
def show_all(as_json: bool) -> None:
    """List the built-in templates and those in your own templates folder."""
    from quickship import catalog

    catalog.run_list(as_json)


@templates.command()
@click.argument("src")
@click.option("--offline", is_flag=True, help="Reach no network.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
def show(src: str, offline: bool, as_json: bool) -> None:
    """Show what a template says and holds: nothing of it is run or rendered."""
    from quickship import catalog

    catalog.run_show(src, offline, as_json)


@templates.command("new")
@click.argument("name")
@click.option("--kind", type=click.Choice(KINDS), default="feature", show_default=True, help="What it shall be.")
@click.option("-o", "--output-dir", type=click.Path(), default=".", help="Where the template's folder is made.")
def begin(name: str, kind: str, output_dir: str) -> None:
    """Begin a template of your own that works and passes `check`: change it from there."""
    from quickship import shaping

    shaping.run_new(name, kind, output_dir)


@templates.command()
@click.argument("name")
@click.argument("folder", type=click.Path(), required=False)
def eject(name: str, folder: str | None) -> None:
    """Copy a built-in template to FOLDER, to shape it; `--app FOLDER` or `--with FOLDER` takes it from there."""
    from quickship import shaping

    shaping.run_eject(name, folder or name)


@templates.command()
@click.argument("folder", type=click.Path())
@click.argument("name", required=False)
def diff(folder: str, name: str | None) -> None:
    """Show what FOLDER changed of the built-in template NAME, by default the one called as the folder is."""
    from quickship import shaping

    shaping.run_diff(folder, name)


@templates.command()
@click.argument("path", type=click.Path())
@click.option("--quick", is_flag=True, help="Render nothing and run no project's tests.")
@click.option("--trust", is_flag=True, help="Trust the template: what is rendered may do all that you may.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout; never ask.")
def check(**flags: Any) -> None:
    """Check a template: what it says, its variables, its text, what it shares with others; then render it with each
    of them and run the tests of the projects."""
    from quickship import check as command

    sys.exit(command.run(**flags))
