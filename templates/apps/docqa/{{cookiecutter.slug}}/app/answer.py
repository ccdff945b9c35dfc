"""Answers from the documents: by the model where one is configured, else with their own sentences."""

import asyncio
import importlib
import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import ExitStack, aclosing
from pathlib import Path

from app import llm
from app.conversation.events import Event, Note, Start
from app.documents import sources
from app.documents.attention import attention
from app.documents.citations import cited, of_passage, of_sentence
from app.documents.extract import extracted
from app.documents.passages import Passage
from app.documents.scope import Scope
from app.llm import Delta, Done, Message
from app.product import Product
from app.prompt import framed
from app.settings import PROJECT
from app.words import in_language

EXTRACTIVE = "extractive"
READ = 6  # passages that the model gets
NEAREST = 3  # passages that are shown where none answers
PIECE = re.compile(r"(?:\s*\S+){1,4}\s*?|\s+")
PACE = 0.02  # seconds between pieces: a reply that appears at once is not read as one

SENTENCES = {
    "en": {
        "not_found": "The documents do not answer this. The nearest passages are {nearest}.",
        "nothing": "There are no documents yet. Add some, then ask again.",
    },
    "vi": {
        "not_found": "Tài liệu không có câu trả lời cho câu hỏi này. Những đoạn gần nhất: {nearest}.",
        "nothing": "Chưa có tài liệu nào. Hãy thêm tài liệu rồi hỏi lại.",
    },
}


async def answer(
    messages: Sequence[Message], product: Product, visitor: str = "owner", project: Path = PROJECT
) -> AsyncGenerator[Event, None]:
    """Yield the answer to the last message as it comes; raise LLMFault where the model fails."""
    await asyncio.to_thread(importlib.import_module, "app.documents.search")  # SQLAlchemy takes half a second to load
    from app.documents.search import search

    model = llm.answerer()
    yield Start(model or EXTRACTIVE)
    with ExitStack() as waiting:
        waiting.enter_context(attention.person())
        question = messages[-1].content
        passages = await search(
            question,
            Scope(visitor),
            sources.source(),
            language=product.product.language,
            project=project,
        )
        steps = (
            by_model(messages, passages, product, visitor, project)
            if model and passages
            else quoted(question, passages, product.product.language)
        )
        async with aclosing(steps):
            async for step in steps:
                if isinstance(step, Delta):
                    waiting.close()  # whoever reads waits no more
                yield step


async def by_model(
    messages: Sequence[Message], passages: Sequence[Passage], product: Product, visitor: str, project: Path
) -> AsyncGenerator[Event, None]:
    """Have the model answer from the passages, which are shown beside its answer."""
    read = passages[:READ]
    yield Note("citations", cited([of_passage(passage) for passage in read]))
    async for event in llm.stream(framed(messages, read, product, project), visitor=visitor):
        yield event


async def quoted(question: str, passages: Sequence[Passage], language: str) -> AsyncGenerator[Event, None]:
    """Answer with sentences of the passages, each with its citation, or say that none answers."""
    said = in_language(SENTENCES, language)
    sentences = extracted(question, passages, language)
    if sentences:
        citations = [of_sentence(sentence) for sentence in sentences]
        text = " ".join(f"{plain(sentence.text)} [{number}]" for number, sentence in enumerate(sentences, 1))
    else:
        citations = [of_passage(passage) for passage in passages[:NEAREST]]
        nearest = ", ".join(f"[{number}]" for number in range(1, len(citations) + 1))
        text = said["not_found"].format(nearest=nearest) if passages else said["nothing"]
    yield Note("citations", {**cited(citations), "answered": bool(sentences)})
    for piece in PIECE.findall(text):
        yield Delta(piece)
        await asyncio.sleep(PACE)
    yield Done(answerer=EXTRACTIVE)


def plain(sentence: str) -> str:
    """Write a sentence so that the page shows it as it stands: no line breaks, no letter that is Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", " ".join(sentence.split()))
