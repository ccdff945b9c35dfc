"""Domain templates: the texts of a trade, which fill what nobody else filled of a product."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from string import Template as Marked
from typing import Any

from quickship import templates
from quickship.choices import LANGUAGES
from quickship.errors import ProductError, TemplateError
from quickship.product import at, from_values, leaves, suggestion
from quickship.product_lines import Place, line_of
from quickship.types import Product, Template

NONE = "none"  # said in the place of a name where there shall be none
PLACEHOLDER = ".gitkeep"  # all that a domain's folder for the project holds: git keeps no empty one
TAKEN = ("instructions", "starters", "product.consent", "faq", "labels", "cases", "documents")
LONGEST = {"instructions": 5_000, "consent": 200}  # so that what it becomes part of fits into product.toml


def content(name: str, language: str, own: Sequence[Template] = ()) -> Product:
    """The texts of the domain of this name, unfilled; a product of which nothing is said where there is none."""
    found = find(name, own)
    return read(found, language) if found else Product()


def find(name: str, own: Sequence[Template] = ()) -> Template | None:
    """The domain of this name: one of the person's own, else a built-in one."""
    if name in ("", NONE):
        return None
    mine = (one for one in own if (one.name, one.kind) == (name, "domain"))
    return next(mine, None) or templates.find(name, "domain")


def read(template: Template, language: str) -> Product:
    """The texts that the template has in this language, else in English; TemplateError names the line of a fault."""
    files = template.contributes.get("product", {})
    name = files.get(language) or files.get("en")
    if not name:
        hint = f"add product.{language}.toml, or say --domain {NONE}"
        raise TemplateError(f"the domain `{template.name}` has no texts in {LANGUAGES[language]}", hint)
    try:
        text = (template.path / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise TemplateError(f"{name} of `{template.name}` cannot be read", "it contributes it to the product") from None
    try:
        return parse(text)
    except ProductError as fault:
        line = line_of(text, fault.place)
        raise TemplateError(f"{template.name}/{name}:{line}: {fault.message}", fault.hint) from None


def parse(text: str) -> Product:
    """The texts in a product.<language>.toml, each key and value checked; ProductError says where one is wrong."""
    try:
        data = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise ProductError(f"not valid TOML: {error}") from None
    values = dict(leaves(data))
    for path in values:
        with at(*path.split(".")):
            if path not in TAKEN:
                raise ProductError(f"a domain does not say `{path}`", suggestion(path, TAKEN))
    found = from_values(values)
    for place, said in _texts(data):
        with at(*place):
            _check(place, said)
    return found


def _check(place: Place, text: str) -> None:
    """Refuses what could not be filled in, or would no longer fit once it was."""
    marked = Marked(text)
    names = {"name"} if place[0] != "documents" or place[-1] != "name" else set[str]()
    if not marked.is_valid() or not names.issuperset(marked.get_identifiers()):
        known = "only `$name` is filled in" if names else "nothing is filled in here"
        raise ProductError(f"`{place[-1]}` has a `$` that means nothing", f"{known}; write `$$` for a dollar sign")
    longest = LONGEST.get(str(place[-1]), len(text))
    if len(text) > longest:
        raise ProductError(f"`{place[-1]}` has {len(text):,} characters; at most {longest:,} are taken", "say less")


def _texts(value: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text of the file and its place."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict | list):
        rows = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in rows:
            yield from _texts(each, (*place, key))
