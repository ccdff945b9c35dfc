"""What is said where no model is: sentences of the passages, or why there are none."""

import re
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path

from app.conversation.events import Event, Note
from app.conversation.speaking import spoken
from app.documents.citations import noted, of_passages, of_sentence
from app.documents.extract import extracted
from app.documents.passages import Passage
from app.documents.scope import Scope
from app.llm import Delta, Done
from app.words import in_language

EXTRACTIVE = "extractive"
NEAREST = 3  # passages that are shown where none answers
PACE = 0.02  # seconds between a few words

SENTENCES = {
    "en": {
        "not_found": "The documents do not answer this. The nearest passages are {nearest}.",
        "nothing": "There are no documents yet. Add some, then ask again.",
        "being_read": "The documents are still being read. Ask again in a moment.",
        "no_match": "The documents say nothing about this. Try other words for it.",
        "no_match_there": "Nothing about this is where you chose to look. Look in all documents, or try other words.",
    },
    "vi": {
        "not_found": "Tài liệu không có câu trả lời cho câu hỏi này. Những đoạn gần nhất: {nearest}.",
        "nothing": "Chưa có tài liệu nào. Hãy thêm tài liệu rồi hỏi lại.",
        "being_read": "Tài liệu đang được đọc. Hãy hỏi lại sau ít phút.",
        "no_match": "Tài liệu không nhắc đến điều này. Hãy thử hỏi bằng từ khác.",
        "no_match_there": "Trong phần bạn chọn không có điều này. Hãy tìm trong mọi tài liệu, hoặc hỏi bằng từ khác.",
    },
}


Steps = AsyncGenerator[Note | Delta, None]


async def without_model(steps: Steps) -> AsyncGenerator[Event, None]:
    """Answer with what is said here."""
    async for step in steps:
        yield step
    yield Done(answerer=EXTRACTIVE)


async def quoted(question: str, passages: Sequence[Passage], language: str) -> Steps:
    """Say sentences of the passages, each with its citation; where headings alone fit, that nothing answers."""
    sentences = extracted(question, passages, language)
    citations = [of_sentence(each, 1 + passages.index(each.passage)) for each in sentences]
    text = " ".join(f"{plain(each.text)} [{number}]" for number, each in enumerate(sentences, 1))
    note = noted(citations, True, len(sentences), len(sentences))
    async for step in said(note, text) if sentences else unanswered(passages, language):
        yield step


def unanswered(passages: Sequence[Passage], language: str) -> Steps:
    """Say that the documents do not answer, and name the nearest passages."""
    nearest = passages[:NEAREST]
    numbers = ", ".join(f"[{number}]" for number in range(1, len(nearest) + 1))
    text = in_language(SENTENCES, language)["not_found"].format(nearest=numbers)
    return said(noted(of_passages(nearest), False), text)


def unfound(reason: str, language: str) -> Steps:
    """Say why no passage was found, and what to do."""
    return said(noted([], False), in_language(SENTENCES, language)[reason])


async def said(note: Note, text: str) -> Steps:
    yield note
    async for piece in spoken(text, PACE):
        yield piece


def reason_of(scope: Scope, project: Path) -> str:
    """Return why no passage was found: a key of the sentences above."""
    from app.documents import catalogue

    counts = catalogue.counts(scope.visitor, project)
    if counts.passages:
        return "no_match_there" if scope.is_narrowed else "no_match"
    return "being_read" if counts.waiting else "nothing"


def plain(sentence: str) -> str:
    """Write a sentence so that the page shows it as it stands: no line breaks, no letter that is Markdown, and no
    number in brackets of its own, which would be taken for one of ours."""
    unnumbered = re.sub(r"\[(?=\d)", "[\u2060", " ".join(sentence.split()))
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", unnumbered)
