"""The option that prints what a command's --json looks like, as a JSON Schema."""

import json
from collections.abc import Callable
from typing import Any

import click
from pydantic import BaseModel


def schema_option(shape: Callable[[], type[BaseModel]]) -> Callable[[Any], Any]:
    """Give a command the option --schema; the shape is loaded only where it is asked for."""

    def show(context: click.Context, _: click.Parameter, wanted: bool) -> None:
        if wanted:
            click.echo(json.dumps(shape().model_json_schema(), indent=2))
            context.exit()

    told = "Print the JSON Schema of what --json prints, and nothing else."
    return click.option("--schema", is_flag=True, is_eager=True, expose_value=False, callback=show, help=told)
