"""What search gives back."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

Way = Literal["words", "meaning", "both"]


@dataclass(frozen=True)
class Passage:
    """A passage that was found, where it stands, and why it was found."""

    id: int
    document: Annotated[str, Field(description="the file's id")]
    file: Annotated[str, Field(description="the file's name, a path: folder/file.pdf")]
    kind: Annotated[str, Field(description="pdf, docx, pptx, xlsx, html, markdown, csv, text or email")]
    page: Annotated[int | None, Field(description="the page or slide, from 1; null where the kind has none")]
    headings: Annotated[tuple[str, ...], Field(description="the headings above it, the outermost first")]
    start: Annotated[int, Field(description="where it begins in the file's text, in characters")]
    end: Annotated[int, Field(description="where it ends there")]
    text: Annotated[str, Field(description="the file's text from start to end")]
    score: Annotated[float, Field(description="what it is ranked by, comparable within one answer only")]
    words: Annotated[float | None, Field(description="its BM25 score; null where words did not find it")]
    meaning: Annotated[float | None, Field(description="its cosine with the question; null where it was not ranked")]
