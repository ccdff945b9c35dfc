"""The command line, `python -m app`: every command found in app/commands/."""

import click

from app import commands
from app.discovery import exported


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Serve the app, or ask it from here."""


def main() -> None:
    for command in exported(commands, "command"):
        cli.add_command(command)
    cli(prog_name="python -m app")


if __name__ == "__main__":
    main()
