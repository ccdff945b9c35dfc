"""A plain cookiecutter template, which stands alone -> stack -> tree: no base under it, no product beside it."""

from __future__ import annotations

from collections.abc import Sequence

from quickship import render, stack
from quickship.slug import slugify
from quickship.staging import Staging
from quickship.types import File, Product, Stack, Template, Tree


def render_over(
    plain: Template, folder: str, toml: str, staging: Staging, *, features: Sequence[str], own: Sequence[Template]
) -> tuple[Stack, Tree]:
    """The stack and the tree of a plain cookiecutter template and what is laid over it; product.toml is quickship's."""
    slug = slugify(folder if any(char.isalnum() for char in folder) else "project", ())
    product = Product(name=folder, slug=slug, language="en")
    built = stack.over(plain, product, toml, features, own)
    tree = render.render(built, staging.folder())
    written = {"product.toml": File(built.product_toml.encode(), False, "quickship")}
    return built, dict(sorted({**written, **tree}.items()))
