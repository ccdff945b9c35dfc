"""The templates' own text: what they render when every word of the person's is replaced by a sentinel."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from quickship.context import context
from quickship.render import is_copied
from quickship.templates import files
from quickship.types import File, Product, Stack, Template, Tree

SENTINEL = "SENTINEL"


def neutral(stack: Stack) -> Tree:
    """Every file that cookiecutter renders and does not copy, without a word of the person's."""
    bare = _without_words(stack)
    return {path: file for template in stack.templates for path, file in _layer(template, bare).items()}


def _layer(template: Template, stack: Stack) -> Tree:
    from cookiecutter.find import find_template
    from cookiecutter.utils import create_env_with_context
    from jinja2 import FileSystemLoader

    said = {"cookiecutter": context(template, stack)}
    environment = create_env_with_context(said)
    folder = Path(find_template(template.path, environment))
    environment.loader = FileSystemLoader([folder, folder.parent / "templates"])
    layer = {}
    for path in _rendered(folder, template.context):
        text = environment.get_template(path).render(said)
        layer[environment.from_string(path).render(said)] = File(text.encode(), False, template.name)
    return layer


def _rendered(folder: Path, values: Mapping[str, Any]) -> Iterator[str]:
    from binaryornot.check import is_binary

    for file in files(folder):
        path = file.relative_to(folder).as_posix()
        if not is_copied(path, values) and not is_binary(str(file)):
            yield path


def _without_words(stack: Stack) -> Stack:
    kept = {"slug", "language", "app"}
    texts: dict[str, Any] = {
        field.name: SENTINEL for field in dataclasses.fields(Product) if field.type == "str" and field.name not in kept
    }
    empty: dict[str, Any] = dict.fromkeys(("faq", "labels", "cases", "documents"), ())
    product = dataclasses.replace(stack.product, **texts, **empty, starters=(SENTINEL,))
    return dataclasses.replace(stack, product=product, product_toml=SENTINEL)
