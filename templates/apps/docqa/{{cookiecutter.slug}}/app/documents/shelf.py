"""The files that one visitor may read and change: the shared ones, and their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import RowMapping

from app.documents import library, views
from app.documents.refusals import Refusal
from app.documents.scope import SHARED
from app.documents.settings import DocumentSettings


@dataclass(frozen=True)
class Shelf:
    """What whoever asks may do; what they may not see is not there, and raises library.NotThere."""

    visitor: str
    is_admin: bool
    project: Path

    @property
    def writable(self) -> set[str]:
        return {self.visitor} | ({SHARED} if self.is_admin else set())

    @property
    def may_add(self) -> bool:
        return self.is_admin or DocumentSettings().documents_per_visitor > 0

    def files(self) -> Sequence[RowMapping]:
        return library.listed(self.visitor, self.project)

    def put(self, file: library.File, shared: bool) -> RowMapping:
        """Bring a file, or replace the one of its name."""
        self.may_put(file.name, shared)
        return library.put(SHARED if shared else self.visitor, file, self.project)

    def may_put(self, name: str, shared: bool) -> None:
        """Raise Refusal where a file of this name may not be brought, before its bytes are read."""
        if not name:
            raise Refusal("no_name")
        if shared and not self.is_admin:
            raise Refusal("not_yours")
        own = {row["name"] for row in self.files() if row["workspace"] == self.visitor}
        if not shared and name not in own and len(own) >= DocumentSettings().documents_per_visitor:
            raise Refusal("too_many_files")

    def rename(self, identity: str, name: str) -> RowMapping:
        if not name:
            raise Refusal("no_name")
        try:
            return library.rename(identity, self.writable, name, self.project)
        except library.NameTaken:
            raise Refusal("name_taken") from None

    def delete(self, identity: str) -> None:
        library.delete(identity, self.writable, self.project)

    def view(self, identity: str, start: int, end: int) -> tuple[RowMapping, dict[str, object]]:
        """Return a file, and what stands from `start` to `end` of its text, with what stands around that."""
        row = library.one(identity, self.visitor, self.project)
        return row, views.view_of(library.text_of(identity, self.project), start, end)

    def original(self, identity: str) -> tuple[str, bytes]:
        """Return a file's name and bytes as they were brought."""
        row = library.one(identity, self.visitor, self.project)
        return row["name"].rsplit("/", 1)[-1], library.data_of(row["digest"], self.project)
