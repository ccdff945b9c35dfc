"""The command line: parse, call one function, print, exit. What is heavy is imported inside the command."""

from __future__ import annotations

import gc
import signal
import sys
from typing import Any, NoReturn

import click

from quickship import __version__, console
from quickship.choices import LANGUAGES, PROVIDERS
from quickship.errors import Interrupted, QuickshipError, UsageError
from quickship.template_commands import templates
from quickship.update_commands import COMMANDS


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="quickship")
def main() -> None:
    """Turn a product idea into a project that runs."""


@main.command()
@click.argument("words", nargs=-1, metavar="[.] [IDEA]")
@click.option("--app", metavar="SRC", help="Kind of app: chatbot, docqa or classifier (understood from the idea by "
              "default), or a template of your own.")  # fmt: skip
@click.option("--domain", metavar="SRC", help="Trade that the texts are of, such as health (understood from the idea "
              "by default), none, or a template of your own.")  # fmt: skip
@click.option("--name", help="Name of the product.")
@click.option("-o", "--output-dir", type=click.Path(), help="Where the project folder is made.")
@click.option("--with", "features", multiple=True, metavar="SRC",
              help="Add a feature, such as docker, or a template of your own.")  # fmt: skip
@click.option("--template", metavar="SRC", help="Make the project from any cookiecutter template instead of an idea.")
@click.option("--trust", is_flag=True, help="Trust the templates named here: they are code, and may do all you may.")
@click.option("--language", type=click.Choice(tuple(LANGUAGES)), help="Language of the product.")
@click.option("--provider", type=click.Choice(PROVIDERS), help="Who serves the model, once a key is there.")
@click.option("--model", help="Name of the model.")
@click.option("--product", "product_file", type=click.Path(), metavar="FILE",
              help="A product.toml to start from, or a project that holds one.")  # fmt: skip
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="Set a key of product.toml, or answer what a template asks.",
)
@click.option("--draft", is_flag=True, help="Send the idea to the model that LLM_API_KEY or LLM_BASE_URL names, which "
              "writes the product in place of the rules.")  # fmt: skip
@click.option("--no-input", is_flag=True, help="Never ask.")
@click.option("--strict", is_flag=True, help="Refuse an idea that asks for what no kind of app does.")
@click.option("--offline", is_flag=True, help="Reach no network.")
@click.option("--dry-run", is_flag=True, help="Print the plan and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout; never ask.")
@click.option("--no-git", is_flag=True, help="Make no repository and no commit.")
def new(**flags: Any) -> None:
    """Make a project from IDEA, a sentence in quotes (`-` reads it from stdin).

    With `.` the project is added to the folder you are in. SRC is a name, a folder, a zip, a git address or
    gh:owner/name, with @ref and //subfolder.
    """
    from quickship import new as command
    from quickship.flags import Flags

    command.run(Flags(**flags))


@main.command()
@click.argument("words", nargs=-1, metavar="[IDEA]")
@click.option("--from", "product_file", type=click.Path(), metavar="FILE",
              help="Draft this product.toml anew: IDEA says what shall be different.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(), default="", metavar="FILE",
              help="The file to write; without it the draft is printed, or the file of --from rewritten.")  # fmt: skip
@click.option("--app", help="Kind of app: chatbot, docqa or classifier.")
@click.option("--domain", help="Trade that the texts are of, such as health, or none.")
@click.option("--name", help="Name of the product.")
@click.option("--language", type=click.Choice(tuple(LANGUAGES)), help="Language of the product.")
@click.option("--provider", type=click.Choice(PROVIDERS), help="Who serves the model.")
@click.option("--model", help="Name of the model.")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Set a key of product.toml.")
@click.option("--no-input", is_flag=True, help="Never ask: the idea is sent to the model without another word.")
@click.option("--strict", is_flag=True, help="Refuse an idea that asks for what no kind of app does.")
@click.option("--offline", is_flag=True, help="Reach no network: the idea is read by rules.")
def draft(output: str, **flags: Any) -> None:
    """Have a model write the product.toml of IDEA, for you to edit; `new --product` goes on from there.

    The model is the one that LLM_PROVIDER, LLM_MODEL, LLM_BASE_URL and LLM_API_KEY name, as in a project. Where none
    is named or it fails, the rules of `new` write the file.
    """
    from quickship import draft_command
    from quickship.flags import Flags

    draft_command.run(Flags(**flags), output)


@main.command()
@click.option("--offline", is_flag=True, help="Reach no network.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
def doctor(offline: bool, as_json: bool) -> None:
    """Check what projects need: Python, git, make, uv, the port, the endpoint."""
    from quickship import doctor as command

    sys.exit(command.run(offline, as_json))


for command in (*COMMANDS, templates):
    main.add_command(command)


def run() -> NoReturn:
    """The entry point: every fault a person can cause ends in one sentence, a hint and an exit code."""
    gc.disable()  # a command is over before there is much to collect: a tenth of its time
    as_json = "--json" in sys.argv
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupt)
    try:
        code = main.main(standalone_mode=False)
    except QuickshipError as fault:
        code = _fail(fault, as_json)
    except click.exceptions.Abort:
        code = _fail(Interrupted("interrupted; nothing was left half done"), as_json)
    except KeyboardInterrupt:
        code = _fail(Interrupted("interrupted; nothing was left half done"), as_json)
    except click.ClickException as fault:
        hint = fault.ctx.get_usage() if isinstance(fault, click.UsageError) and fault.ctx else ""
        code = _fail(UsageError(fault.format_message(), hint), as_json)
    sys.exit(code if isinstance(code, int) else 0)


def _fail(fault: QuickshipError, as_json: bool) -> int:
    console.error(fault, as_json)
    return fault.exit_code


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt
