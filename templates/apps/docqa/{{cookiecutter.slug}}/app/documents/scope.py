"""Whose passages are looked through, and of which files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

SHARED = "shared"  # the workspace that everyone reads; every other is named after its visitor


@dataclass(frozen=True)
class Scope:
    """Whose passages are looked through, and of which files."""

    visitor: str = SHARED
    document: str = ""
    folder: str = ""
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @classmethod
    def chosen(cls, visitor: str, choices: Mapping[str, str]) -> "Scope":
        """Look where a visitor chose to on the page; what is no such choice is passed over."""
        named = {name: choices[name] for name in ("document", "folder", "kind") if name in choices}
        until = day(choices.get("until"))
        return cls(visitor, since=day(choices.get("since")), until=until and end_of(until), **named)

    @property
    def workspaces(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((SHARED, self.visitor)))

    @property
    def is_narrowed(self) -> bool:
        """Does anything but the workspace choose the files?"""
        return bool(self.document or self.folder or self.kind or self.since or self.until)

    def files(self) -> "ColumnElement[bool]":
        """Return the condition on documents."""
        from sqlalchemy import and_

        from app.documents.tables import documents

        wanted: list[ColumnElement[bool]] = [documents.c.workspace.in_(self.workspaces)]
        if self.document:
            wanted.append(documents.c.id == self.document)
        if self.folder:
            wanted.append(documents.c.name.startswith(f"{self.folder.strip('/')}/", autoescape=True))
        if self.kind:
            wanted.append(documents.c.kind == self.kind)
        if self.since:
            wanted.append(documents.c.modified >= self.since)
        if self.until:
            wanted.append(documents.c.modified < self.until)
        return and_(*wanted)


def day(text: str | None) -> datetime | None:
    """Read a moment; None where there is none."""
    try:
        return in_utc(datetime.fromisoformat(text or ""))
    except ValueError:
        return None


def end_of(when: datetime) -> datetime:
    """Return the end of a day: what is chosen until then is chosen with it."""
    try:
        return when + timedelta(days=1)
    except OverflowError:
        return when


def in_utc(when: datetime | None) -> datetime | None:
    """Return a moment as the store has it: UTC, without saying so."""
    if when is None or when.tzinfo is None:
        return when
    try:
        return when.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:  # at either end of the calendar
        return when.replace(tzinfo=None)
