"""The command line of `quickship new` and `draft`, as click parsed it."""

from __future__ import annotations

import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Flags:
    """One field for each argument and option."""

    words: tuple[str, ...] = ()
    app: str | None = None
    domain: str | None = None
    name: str | None = None
    output_dir: str | None = None
    features: tuple[str, ...] = ()
    template: str | None = None
    trust: bool = False
    language: str | None = None
    provider: str | None = None
    model: str | None = None
    product_file: str | None = None
    settings: tuple[str, ...] = ()
    no_input: bool = False
    strict: bool = False
    draft: bool = False
    offline: bool = False
    dry_run: bool = False
    as_json: bool = False
    no_git: bool = False

    @property
    def asks(self) -> bool:
        """May the person be asked? Never without a terminal."""
        return not (self.no_input or self.as_json) and sys.stdin.isatty() and sys.stderr.isatty()
