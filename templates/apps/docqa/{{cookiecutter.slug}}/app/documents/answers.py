"""A whole answer as JSON shows it: sentence by sentence, each with what proves it."""

import re
from collections.abc import AsyncIterable, Iterator

from pydantic import Field

from app.conversation.events import Event, Note, Start
from app.documents.checking import UNSUPPORTED
from app.documents.shapes import Shape
from app.llm import Delta, Done

# A sentence and the numbers behind it; what has none leads to others, or says that there is no answer.
SAID = re.compile(r"(?P<text>.*?)(?P<numbers>(?: ?\[(?:\d{1,2}|\?)\])+|\Z)", re.DOTALL)
NUMBER = re.compile(r"\[(\d{1,2})\]")


class Said(Shape):
    """A sentence of an answer."""

    text: str
    citations: list[int] = Field(description="the numbers of what proves it")
    unsupported: bool = Field(description="the model wrote it, and no quote of a passage proves it")


class Cited(Shape):
    """What a number stands for: text[start:end] of a file."""

    number: int
    document: str = Field(description="the file's id")
    file: str = Field(description="the file's name, a path: folder/file.pdf")
    kind: str = Field(description="pdf, docx, pptx, xlsx, html, markdown, csv, text or email")
    page: int | None = Field(description="the page or slide, from 1; null where the kind has none")
    headings: list[str] = Field(description="the headings above it, the outermost first")
    passage: int = Field(description="the passage's id")
    rank: int = Field(description="of the passage among those that were found, from 1")
    start: int = Field(description="where the quote begins in the file's text, in characters")
    end: int = Field(description="where it ends there")
    quote: str = Field(description="the file's text from start to end")
    score: float = Field(description="what the passage is ranked by, comparable within one answer only")
    words: float | None = Field(description="its BM25 score; null where words did not find it")
    meaning: float | None = Field(description="its cosine with the question; null where it was not ranked")
    checked: bool = Field(description="the quote was found in the passage; else this is a whole passage that is near")


class Answer(Shape):
    """What `app ask --json` prints."""

    question: str
    text: str = Field(description="the answer as the page shows it, its numbers included; Markdown")
    answered: bool = Field(description="the documents answer; else the citations are the nearest passages")
    sentences: list[Said]
    citations: list[Cited] = Field(description="what the numbers stand for, [1] first")
    supported: int = Field(description="sentences that a checked quote proves")
    answerer: str = Field(description="what produced it: a model's name, or extractive")
    usage: dict[str, int] | None
    cost_usd: float | None = Field(description="null where nothing was called, or its price is not known")
    estimated: bool = Field(description="usage and cost are estimates")


async def collected(question: str, events: AsyncIterable[Event]) -> Answer:
    """Read an answer to its end; raise LLMFault where the model gives none."""
    text, answerer, note, done = "", "", Note("citations"), Done()
    async for event in events:
        match event:
            case Start(answerer):
                pass
            case Delta(piece):
                text += piece
            case Note("citations"):
                note = event
            case Done():
                done = event
    return Answer(
        question=question,
        text=text,
        answered=note.fields.get("answered", False),
        sentences=list(sentences(text)),
        citations=note.fields.get("citations", []),
        supported=note.fields.get("supported", 0),
        answerer=done.answerer or answerer,
        usage=done.usage,
        cost_usd=done.cost_usd,
        estimated=done.estimated,
    )


def sentences(text: str) -> Iterator[Said]:
    """Cut an answer behind the numbers of each sentence."""
    for found in SAID.finditer(text):
        if said := found["text"].strip():
            numbers = [int(number) for number in NUMBER.findall(found["numbers"])]
            yield Said(text=said, citations=numbers, unsupported=UNSUPPORTED in found["numbers"])
