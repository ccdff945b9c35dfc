"""Asks the app one of the owner's questions, as a visitor does, and holds what it cites to the quote."""

import asyncio
import time
from collections.abc import Collection, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app import db, llm
from app.answer import answer, looked_for
from app.conversation.events import Note, Start
from app.documents import sources
from app.documents.bill import Bill
from app.documents.passages import Passage
from app.documents.quoting import EXTRACTIVE
from app.documents.scope import Scope
from app.documents.search import search
from app.documents.tables import passages
from app.llm import Delta, Done, LLMFault, Message
from app.measuring.ranks import DEPTH, rank_of
from app.measuring.wanted import Wanted
from app.product import Product

VISITOR = "eval"


@dataclass
class Said:
    """An answer: what it says and cites, what it cost, and when its first and its last word came, in seconds."""

    text: str = ""
    citations: Sequence[dict[str, Any]] = ()
    answered: bool = True
    proved: float | None = None  # share of its sentences that a checked quote proves
    first: float = 0.0
    last: float | None = None  # None without a model: its words are only held back to be read
    done: Done = field(default_factory=Done)


@dataclass(frozen=True)
class Asked:
    """What came of a question: the rank of its passage, the answer, and which citations hold the quote."""

    rank: int | None
    said: Said
    right: Sequence[bool]


async def asked(wanted: Wanted, product: Product) -> Asked:
    """Search for a question, then answer it; raise LLMFault where the model gives no answer."""
    found = await searched(wanted, product)
    said = await answered(wanted.messages, product)
    texts = await asyncio.to_thread(texts_of, [each["passage"] for each in said.citations])
    right = [wanted.is_in(each["file"], texts.get(each["passage"], "")) for each in said.citations]
    return Asked(rank_of(found, wanted), said, right)


async def searched(wanted: Wanted, product: Product) -> list[Passage]:
    """Search as an answer does, before a model puts what was found in order."""
    question = await looked_for(wanted.messages, Bill(), VISITOR) if llm.answerer() else wanted.question
    language = product.product.language
    return await search(question, Scope(VISITOR), sources.source(), count=DEPTH, language=language)


async def answered(messages: Sequence[Message], product: Product, visitor: str = VISITOR) -> Said:
    """Read an answer to its end; what is said without a model is known at its first word. A refusal is an answer."""
    said, begun, answerer = Said(), time.perf_counter(), ""
    try:
        async with aclosing(answer(messages, product, visitor)) as events:
            async for event in events:
                match event:
                    case Start(answerer):
                        pass
                    case Note("citations", fields):
                        said.citations, said.answered = fields["citations"], fields.get("answered", True)
                        if count := fields.get("sentences"):
                            said.proved = fields.get("supported", 0) / count
                    case Delta(piece):
                        said.first = said.first or time.perf_counter() - begun
                        said.text += piece
                        if answerer == EXTRACTIVE:
                            return said
                    case Done():
                        said.done, said.last = event, time.perf_counter() - begun
    except LLMFault as fault:
        if fault.code != "refusal":
            raise
        said.text, said.answered = fault.message, False
    return said


def texts_of(ids: Collection[int]) -> dict[int, str]:
    """Return what passages say."""
    with db.read() as connection:
        rows = connection.execute(select(passages.c.id, passages.c.text).where(passages.c.id.in_(ids)))
        return {row.id: row.text for row in rows}
