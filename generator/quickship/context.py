"""What a template is rendered with: its own private values, the product as plain data, the contributions."""

from __future__ import annotations

import dataclasses
from collections import OrderedDict
from typing import Any

from quickship.templates import PLAIN
from quickship.types import Product, Stack, Template


def context(template: Template, stack: Stack) -> dict[str, Any]:
    """The template's own values with the product and the contributions beside them; a plain template's own alone."""
    if template.kind == PLAIN:
        return OrderedDict(template.context)
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


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
