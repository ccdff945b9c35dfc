"""What a project's product.toml says of the templates that it was made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from quickship.templates import BUILT_IN


@dataclass(frozen=True)
class Row:
    """One of `[[scaffold.templates]]`."""

    name: str = ""
    kind: str = ""
    source: str = ""
    digest: str = ""
    commit: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def built_in(self) -> bool:
        return self.source == BUILT_IN


def rows(scaffold: Mapping[str, Any]) -> list[Row]:
    """The rows that are whole; what a person has broken in the table is left out."""
    found = scaffold.get("templates", [])
    return [_row(row) for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def _row(row: Mapping[str, Any]) -> Row:
    texts = {key: row.get(key, "") for key in ("name", "kind", "source", "digest", "commit")}
    answers = row.get("answers", {})
    return Row(
        **{key: text if isinstance(text, str) else "" for key, text in texts.items()},
        answers=answers if isinstance(answers, dict) else {},
    )
