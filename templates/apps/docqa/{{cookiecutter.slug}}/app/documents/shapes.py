"""Files and passages as JSON shows them, over HTTP and on the command line."""

from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.documents.failures import described as failure_of
from app.documents.passages import Passage
from app.documents.scope import SHARED
from app.documents.settings import DocumentSettings

if TYPE_CHECKING:
    from sqlalchemy import RowMapping


class Shape(BaseModel):
    """What is written out and has no fields but these."""

    model_config = ConfigDict(extra="forbid")


class Failure(Shape):
    """Why a file could not be read, and what to do."""

    code: str
    message: str
    hint: str


class Document(Shape):
    """A file: where it stands, what state it is in, and why it failed if it did."""

    id: str
    name: str = Field(description="a path: folder/file.pdf")
    kind: str = Field(description="pdf, docx, pptx, xlsx, html, markdown, csv, text or email; empty where unknown")
    size: int = Field(description="bytes")
    shared: bool = Field(description="everyone reads it; else it is its visitor's alone")
    in_folder: bool = Field(description="it stands in data/documents, where its owner renames or deletes it")
    state: Literal["waiting", "reading", "ready", "failed"]
    failure: Failure | None
    pages: int | None = Field(description="pages or slides; null where the kind has none")
    passages: int = Field(description="can be asked about by their words")
    embedded: int = Field(description="of these passages, can be asked about by their meaning, too")
    modified: str = Field(description="when the file was changed last, in UTC")


class Ingested(Shape):
    """What `app ingest --json` prints."""

    documents: list[Document]


class Found(Shape):
    """What `app search --json` prints: the passages, the best one first."""

    query: str
    passages: list[Passage]


class Listing(Shape):
    """The files that a visitor may read, and how far all of them are."""

    documents: list[Document] = Field(description="the visitor's own first, then by name")
    more: bool = Field(description="there are more files than these")
    count: int
    waiting: int = Field(description="files that are yet to be read")
    passages: int
    embedded: int
    has_meaning: bool = Field(description="vectors are made of the passages")
    endings: list[str] = Field(description="of the names of files that can be read")
    may_add: bool
    may_share: bool


class View(Shape):
    """A place in a file with what stands around it."""

    document: Document
    before: str
    passage: str
    after: str
    titles: list[str] = Field(description="the headings among these lines")
    is_start: bool
    is_end: bool
    is_changed: bool = Field(description="the quote that was asked for does not stand there any more")


class Mark(Shape):
    """A box around a part of a quote, in points from the upper left corner of the page as it is shown."""

    left: float
    top: float
    right: float
    bottom: float


class Page(Shape):
    """A page of a PDF, and where on it the quote stands that was asked for."""

    number: int = Field(description="counted from 1")
    count: int = Field(description="of the file's pages")
    width: float = Field(description="points, as the page is shown")
    height: float
    boxes: list[Mark] = Field(description="of the quote, one a line; none where it does not stand on this page")


def document(row: "RowMapping", language: str) -> Document:
    """Return a file of the store as it is shown."""
    failure = row["failure"]
    shown = ("id", "name", "kind", "size", "state", "pages", "passages", "embedded")
    return Document(
        **{name: row[name] for name in shown},
        shared=row["workspace"] == SHARED,
        in_folder=row["from_folder"],
        failure=Failure(**failure_of(failure, language, DocumentSettings().limits())) if failure else None,
        modified=row["modified"].isoformat(timespec="seconds") + "Z",
    )
