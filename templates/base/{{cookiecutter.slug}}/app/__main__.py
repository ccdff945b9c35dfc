"""The command line, `python -m app`: every command found in app/commands/."""

import sys
from typing import Any

import click

from app import commands
from app.discovery import exported
from app.faults import OwnerFault


class CommandLine(click.Group):
    """Prints what the owner can put right as one line and exits 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except OwnerFault as fault:
            raise click.ClickException(str(fault)) from None


@click.group(cls=CommandLine, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Serve the app, or use it from here."""


def main() -> None:
    try:
        for command in exported(commands, "command"):
            cli.add_command(command)
    except KeyboardInterrupt:  # imports take a moment
        sys.exit(130)
    cli(prog_name="python -m app")


if __name__ == "__main__":
    main()
