"""The files that one visitor may read and change: the shared ones, and their own."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import RowMapping

from app.documents import catalogue, library, pages
from app.documents.catalogue import Counts
from app.documents.drawing import Spot
from app.documents.extracted import Unreadable
from app.documents.pages import Marked
from app.documents.refusals import Refusal
from app.documents.scope import SHARED
from app.documents.settings import DocumentSettings
from app.documents.uploads import UploadSettings
from app.documents.views import Place, place, standing

LEAD = 200  # characters before a quote that tell it from its like on the same page


@dataclass(frozen=True)
class Shelf:
    """What whoever asks may do; what they may not see is not there, and raises catalogue.NotThere."""

    visitor: str
    is_admin: bool
    project: Path

    @property
    def writable(self) -> set[str]:
        return {self.visitor} | ({SHARED} if self.is_admin else set())

    @property
    def may_add(self) -> bool:
        return self.is_admin or DocumentSettings().documents_per_visitor > 0

    def files(self, query: str, limit: int) -> tuple[Sequence[RowMapping], Counts]:
        """Return the first of the files whose names hold all words of the query, and how far all files are."""
        return catalogue.found(self.visitor, query, limit, self.project), catalogue.counts(self.visitor, self.project)

    def put(self, file: library.File, shared: bool) -> RowMapping:
        """Bring a file, or replace the one of its name."""
        self.may_put(file.name, shared, len(file.data))
        with in_folder_refused():
            return library.put(SHARED if shared else self.visitor, file, self.project)

    def may_put(self, name: str, shared: bool, size: int = 0) -> None:
        """Raise Refusal where a file of this name and size may not be brought, before its bytes are read."""
        if not name:
            raise Refusal("no_name")
        if shared and not self.is_admin:
            raise Refusal("not_yours")
        settings = DocumentSettings()
        if size > settings.document_mb * 1_000_000:
            raise Refusal("file_too_large")
        if not shared:
            self._may_upload(name, size, settings)

    def _may_upload(self, name: str, size: int, settings: DocumentSettings) -> None:
        own = catalogue.names_of(self.visitor, self.project)
        if name not in own and len(own) >= settings.documents_per_visitor:
            raise Refusal("too_many_files")
        if catalogue.size_of_uploads(self.project) + size > UploadSettings().uploads_mb * 1_000_000:
            raise Refusal("no_room")

    def rename(self, identity: str, name: str) -> RowMapping:
        if not name:
            raise Refusal("no_name")
        try:
            with in_folder_refused():
                return library.rename(identity, self.writable, name, self.project)
        except library.NameTaken:
            raise Refusal("name_taken") from None

    def delete(self, identity: str) -> None:
        with in_folder_refused():
            library.delete(identity, self.writable, self.project)

    def view(self, identity: str, start: int, end: int, quote: str, around: int) -> tuple[RowMapping, Place, list[str]]:
        """Return a file, what stands from `start` to `end` of its text and around that, and the file's headings."""
        row = catalogue.one(identity, self.visitor, self.project)
        shown = place(catalogue.text_of(identity, self.project), start, end, quote, around)
        return row, shown, catalogue.titles_of(identity, self.project)

    def page(self, identity: str, start: int, end: int, quote: str, number: int | None) -> Marked:
        """Return what a page of a PDF holds of a quote; without a number, the page on which the quote begins."""
        row = self.drawable(identity, number or 1)
        text = catalogue.text_of(identity, self.project)
        start, end = standing(text, start, end, quote) or (0, 0)
        first_page, first = catalogue.page_at(identity, start, self.project)
        spot = Spot(first_page, text[max(first, start - LEAD) : start], text[start:end])
        return pages.marked(catalogue.data_of(row["digest"], self.project), spot, number or first_page, row["pages"])

    def picture(self, row: RowMapping, number: int) -> bytes:
        """Return a page of a PDF that may be drawn, as PNG."""
        return pages.picture(catalogue.data_of(row["digest"], self.project), number)

    def drawable(self, identity: str, number: int) -> RowMapping:
        """Return a PDF that has a page of this number; raise NotThere, or Unreadable where it could not be read."""
        row = catalogue.one(identity, self.visitor, self.project)
        if row["kind"] == "pdf" and row["failure"]:
            raise Unreadable(row["failure"])
        if row["kind"] != "pdf" or not 1 <= number <= (row["pages"] or 0):
            raise catalogue.NotThere
        return row

    def original(self, identity: str) -> tuple[str, bytes]:
        """Return a file's name and bytes as they were brought."""
        row = catalogue.one(identity, self.visitor, self.project)
        return row["name"].rsplit("/", 1)[-1], catalogue.data_of(row["digest"], self.project)


@contextmanager
def in_folder_refused() -> Iterator[None]:
    """Refuse what would only last until the folder is followed again."""
    try:
        yield
    except library.InFolder:
        raise Refusal("in_folder") from None
