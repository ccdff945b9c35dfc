"""Citations: which passage stands behind a number of an answer, to the character."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from app.conversation.events import Note
from app.documents.extract import Sentence
from app.documents.passages import Passage


@dataclass(frozen=True)
class Citation:
    """A quote and where it stands: text[start:end] of the document. `checked` where its words were found there."""

    document: str
    file: str
    kind: str
    page: int | None
    headings: tuple[str, ...]
    passage: int
    rank: int  # of the passage, from 1
    start: int
    end: int
    quote: str
    score: float
    words: float | None
    meaning: float | None
    checked: bool


def of_sentence(sentence: Sentence, rank: int) -> Citation:
    """Cite a sentence that was copied from its passage."""
    return citation(sentence.passage, rank, sentence.start, sentence.end, sentence.text, checked=True)


def of_passages(passages: Sequence[Passage]) -> list[Citation]:
    """Cite whole passages as what is nearest to a question that they do not answer."""
    return [
        citation(passage, rank, passage.start, passage.end, passage.text, checked=False)
        for rank, passage in enumerate(passages, 1)
    ]


def citation(passage: Passage, rank: int, start: int, end: int, quote: str, *, checked: bool) -> Citation:
    return Citation(
        document=passage.document,
        file=passage.file,
        kind=passage.kind,
        page=passage.page,
        headings=passage.headings,
        passage=passage.id,
        rank=rank,
        start=start,
        end=end,
        quote=quote,
        score=passage.score,
        words=passage.words,
        meaning=passage.meaning,
        checked=checked,
    )


def noted(citations: Sequence[Citation], answered: bool, sentences: int = 0, supported: int = 0) -> Note:
    """Tell whoever watches what an answer rests on; its [1] is the first. Of its sentences so many are supported."""
    numbered = [{"number": number, **asdict(each)} for number, each in enumerate(citations, 1)]
    fields = {"citations": numbered, "answered": answered, "sentences": sentences, "supported": supported}
    return Note("citations", fields)
