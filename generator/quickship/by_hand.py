"""What of a product its owner wrote, and what a model or the rules did: so that a redraft leaves theirs alone."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from quickship.types import Product

WHOLE = ("name", "tagline", "audience", "instructions", "starters", "labels")  # kept or written anew as one
UNSAID = Product()
BY_ROW = {"faq": "question", "cases": "input", "documents": "name"}  # each row for itself, told apart by this field


def digests(product: Product) -> list[str]:
    """A digest of each of its texts, and of each row of its lists."""
    return sorted({_digest(field, value) for field, value in _parts(product)})


def by_hand(product: Product, written: Collection[str]) -> Product:
    """The product without what is still as it was written for its owner; what no draft writes is the owner's."""
    left = [field for field in WHOLE if _digest(field, getattr(product, field)) in written]
    own: dict[str, Any] = {field: getattr(UNSAID, field) for field in left}
    own |= {field: _own_rows(product, field, written) for field in BY_ROW}
    mine = replace(product, **own)
    asked = [entry for entry in product.faq if entry.question in mine.starters and entry not in mine.faq]
    return replace(mine, faq=(*mine.faq, *asked))


def extended(mine: Product, drafted: Product) -> Product:
    """The owner's product with the drafted rows after the owner's own, where they are about something else."""
    rows: dict[str, Any] = {}
    for field, key in BY_ROW.items():
        own = getattr(mine, field)
        taken = {getattr(row, key) for row in own}
        rows[field] = (*own, *(row for row in getattr(drafted, field) if getattr(row, key) not in taken))
    return replace(mine, **rows)


def kept(mine: Product) -> tuple[str, ...]:
    """The names of what the owner wrote."""
    return tuple(field for field in (*WHOLE, *BY_ROW) if getattr(mine, field))


def _own_rows(product: Product, field: str, written: Collection[str]) -> tuple[Any, ...]:
    return tuple(row for row in getattr(product, field) if _digest(field, row) not in written)


def _parts(product: Product) -> Iterator[tuple[str, Any]]:
    yield from ((field, getattr(product, field)) for field in WHOLE if getattr(product, field))
    yield from ((field, row) for field in BY_ROW for row in getattr(product, field))


def _digest(field: str, value: Any) -> str:
    rows = value if isinstance(value, tuple) else (value,)
    plain = [
        dataclasses.asdict(row) if dataclasses.is_dataclass(row) and not isinstance(row, type) else row for row in rows
    ]
    return hashlib.sha256(json.dumps([field, plain], ensure_ascii=False).encode()).hexdigest()[:12]
