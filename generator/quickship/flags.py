"""The command line of `quickship new`, as click parsed it."""

from __future__ import annotations

import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Flags:
    """One field for each argument and option."""

    words: tuple[str, ...]
    app: str | None
    name: str | None
    output_dir: str | None
    features: tuple[str, ...]
    template: str | None
    trust: bool
    language: str | None
    provider: str | None
    model: str | None
    product_file: str | None
    settings: tuple[str, ...]
    no_input: bool
    strict: bool
    offline: bool
    dry_run: bool
    as_json: bool
    no_git: bool

    @property
    def asks(self) -> bool:
        """May the person be asked? Never without a terminal."""
        return not (self.no_input or self.as_json) and sys.stdin.isatty() and sys.stderr.isatty()
