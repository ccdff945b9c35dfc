"""Whose passages are looked through, and of which files."""

from dataclasses import dataclass
from datetime import datetime
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
