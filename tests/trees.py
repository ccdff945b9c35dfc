"""What a folder holds, to be compared whole; and stacks of templates that exist for one test only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from quickship import render, templates
from quickship.idea import clean, read
from quickship.product_file import dump
from quickship.types import Product, Stack, Template, Tree

COACH = "A coach that helps job seekers rehearse interviews"
DENTIST = "Trợ lý ảo trả lời câu hỏi của bệnh nhân phòng khám nha khoa"


def contents(folder: Path, *, git: bool = False) -> dict[str, bytes]:
    """Every file below a folder by its path; what git keeps for itself only when asked for."""
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if git or not name.startswith(".git/")}


def own_tests(app: str) -> list[str]:
    """The names of the test files that this kind of app alone has."""
    return sorted(file.name for file in templates.builtin()[app].glob("*/tests/test_*.py"))


def as_contents(tree: Tree) -> dict[str, bytes]:
    return {path: file.data for path, file in tree.items()}


def understood(idea: str = COACH, said: Product = Product()) -> tuple[Product, str]:  # noqa: B008
    """The product of an idea and its file."""
    product = read(clean(idea), templates.names("app"), said)
    return product, dump(product)


def make_template(
    folder: Path, name: str, files: Mapping[str, str], manifest: Mapping[str, Any] | None = None
) -> Template:
    """Writes a template of these files and reads it as quickship does."""
    path = folder / "features" / name
    body = path / "{{cookiecutter.slug}}"
    body.mkdir(parents=True)
    context = {"slug": "x", "_quickship": {"kind": "feature", **(manifest or {})}}
    (path / "cookiecutter.json").write_text(json.dumps(context), encoding="utf-8")
    for place, text in files.items():
        (body / place).parent.mkdir(parents=True, exist_ok=True)
        (body / place).write_bytes(text.encode())
    return templates.read(path)


def rendered(workshop: Path, *stack: Template, product: Product = Product(name="X", slug="x")) -> Tree:  # noqa: B008
    """The tree of a stack of these templates alone."""
    workshop.mkdir(exist_ok=True)
    return render.render(Stack(product, "", stack, {}), workshop)
