"""stack -> tree: each template is rendered alone by cookiecutter, then laid over those below it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from quickship.errors import RenderError, TemplateError
from quickship.templates import files
from quickship.types import File, Product, Stack, Template, Tree

SENTINEL = "SENTINEL"


def render(stack: Stack, workshop: Path) -> tuple[Tree, Tree]:
    """Renders the stack below `workshop`, once as it is and once with every word of the person's
    replaced, so that the templates' own text can be looked at. One path has one owner."""
    return _overlaid(stack, workshop, "tree"), _overlaid(_neutral(stack), workshop, "neutral")


def _overlaid(stack: Stack, workshop: Path, name: str) -> Tree:
    tree: Tree = {}
    for template in stack.templates:
        compiled = workshop / "compiled" / template.name
        layer = render_one(template, context(template, stack), workshop / name / template.name, compiled)
        replaces = set(template.manifest.get("replaces", []))
        for path, file in layer.items():
            if path in tree and path not in replaces:
                raise TemplateError(
                    f"`{template.name}` and `{tree[path].owner}` both write {path}",
                    f"let `{template.name}` contribute to it, or declare it under `replaces`",
                )
            tree[path] = file
    return dict(sorted(tree.items()))


def render_one(template: Template, values: Mapping[str, Any], folder: Path, compiled: Path) -> Tree:
    """Renders one template by cookiecutter with exactly these values and reads what came out;
    `compiled` keeps Jinja's byte code for the next time."""
    from cookiecutter.exceptions import CookiecutterException
    from cookiecutter.generate import generate_files
    from jinja2 import FileSystemBytecodeCache
    from jinja2 import TemplateError as JinjaError

    values = {**values, "_jinja2_env_vars": {"bytecode_cache": FileSystemBytecodeCache(str(compiled))}}
    try:
        for place in (folder, compiled):
            place.mkdir(parents=True, exist_ok=True)
        project = generate_files(template.path, context={"cookiecutter": values}, output_dir=folder, accept_hooks=False)
    except (CookiecutterException, JinjaError, UnicodeDecodeError) as error:
        raise RenderError(f"the template `{template.name}` cannot be rendered: {error}") from error
    except OSError as error:
        raise RenderError(f"there is no room to work in {folder}", "free some space, or set TMPDIR") from error
    return _read(Path(project), template.name)


def context(template: Template, stack: Stack) -> dict[str, Any]:
    """The template's own private values with the product and the contributions beside them."""
    return {
        **template.context,
        "slug": stack.product.slug,
        "_product": as_data(stack.product),
        "_product_toml": stack.product_toml,
        "_contributed": stack.contributed,
    }


def as_data(product: Product) -> dict[str, Any]:
    """The product as plain data, shaped as product.toml is; empty fields of a record are left out."""
    data = dataclasses.asdict(product)
    data["model"] = {"provider": data.pop("provider"), "name": data["model"]}
    for key in ("faq", "labels", "cases", "documents"):
        data[key] = [{name: _plain(cell) for name, cell in row.items() if cell or cell is False} for row in data[key]]
    for row in data["cases"]:
        if row.get("refuses") is False:
            del row["refuses"]
    return {key: _plain(value) for key, value in data.items()}


def _neutral(stack: Stack) -> Stack:
    """The same stack with a sentinel in place of every word of the person's."""
    kept = {"slug", "language", "app"}
    texts: dict[str, Any] = {
        field.name: SENTINEL for field in dataclasses.fields(Product) if field.type == "str" and field.name not in kept
    }
    empty: dict[str, Any] = dict.fromkeys(("faq", "labels", "cases", "documents"), ())
    product = dataclasses.replace(stack.product, **texts, **empty, starters=(SENTINEL,))
    return dataclasses.replace(stack, product=product, product_toml=SENTINEL)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _read(project: Path, owner: str) -> Tree:
    tree: Tree = {}
    for file in files(project):
        if file.is_symlink():
            raise TemplateError(f"the template `{owner}` makes a link: {file.relative_to(project)}")
        executable = bool(file.stat().st_mode & 0o100)
        tree[file.relative_to(project).as_posix()] = File(file.read_bytes(), executable, owner)
    return tree
