"""What is said already, in the words of a template that names it differently: a slug is its repo_name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from quickship.answers import public
from quickship.types import Product, Template

ALIASES = (
    ("slug", "project_slug", "repo_name", "repo_slug", "repository_name", "app_name", "plugin_name", "app_slug"),
    ("name", "project_name", "app_title", "project_title", "product_name", "title"),
    ("tagline", "description", "project_description", "short_description", "project_short_description", "summary"),
    ("package_name", "package", "pkg_name", "module_name", "python_package", "import_name", "project_module"),
)
FOLDER = re.compile(r"\{\{\s*cookiecutter\.(\w+)\s*\}\}")


def of_product(product: Product) -> dict[str, str]:
    """What a product says that other templates ask for."""
    package = product.slug.replace("-", "_")
    said = {"slug": product.slug, "name": product.name, "tagline": product.tagline, "package_name": package}
    return {**{key: value for key, value in said.items() if value}, "language": product.language}


def known(template: Template, said: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that need not be asked: said under the same name, under another, or by the project's own folder."""
    found = {}
    for key in public(template.context):
        names = (key, *next((group for group in ALIASES if key in group), ()))
        if key in _of_folder(template):
            names = ("slug", *names)
        values = [said[name] for name in names if name in said and _fits(said[name], template.context[key])]
        if values:
            found[key] = values[0]
    return found


def _of_folder(template: Template) -> list[str]:
    """The variable that names the project's folder, where it is just that."""
    folders = [entry.name for entry in template.path.iterdir() if entry.is_dir()]
    return [match[1] for name in folders if (match := FOLDER.fullmatch(name))]


def _fits(value: Any, raw: Any) -> bool:
    if isinstance(raw, list):
        return value in raw
    if isinstance(raw, bool | dict):
        return isinstance(value, type(raw))
    return isinstance(value, str)
