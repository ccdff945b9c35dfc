"""The templates' own text: what they render when every word of the person's is replaced by a sentinel."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from quickship.at_home import at_home
from quickship.context import context
from quickship.render import is_copied
from quickship.templates import BUILT_IN, PLAIN, files
from quickship.types import File, Product, Stack, Template, Tree

SENTINEL = "SENTINEL"


def neutral(stack: Stack) -> Tree:
    """Every file that cookiecutter renders and does not copy, without a word of the person's."""
    bare = _without_words(stack)
    checked = [template for template in stack.templates if template.kind not in (PLAIN, "domain")]
    return {path: file for template in checked for path, file in _layer(template, bare).items()}


def _layer(template: Template, stack: Stack) -> Tree:
    if template.source == BUILT_IN:
        return _texts(template, stack)
    with at_home(template.path, template.name):
        return _texts(replace(template, context=_without_jinja(template.context)), stack)


def _texts(template: Template, stack: Stack) -> Tree:
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


def _without_jinja(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, of which those that look like Jinja, as a person's answer may, are replaced."""
    return {key: SENTINEL if isinstance(value, str) and "{" in value else value for key, value in values.items()}


def _without_words(stack: Stack) -> Stack:
    kept = {"slug", "language", "app"}
    texts: dict[str, Any] = {
        field.name: SENTINEL for field in dataclasses.fields(Product) if field.type == "str" and field.name not in kept
    }
    empty: dict[str, Any] = dict.fromkeys(("faq", "labels", "cases", "documents"), ())
    product = dataclasses.replace(stack.product, **texts, **empty, starters=(SENTINEL,))
    return dataclasses.replace(stack, product=product, product_toml=SENTINEL)
