"""Answers a conversation: by the model where one is configured, else from the FAQ, down one road."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from pathlib import Path

from app import llm
from app.conversation.events import Event, Note, Start
from app.conversation.modelled import modelled
from app.conversation.speaking import spoken
from app.faq import Faq, Found, open_faq
from app.llm import Done, Message
from app.product import Product
from app.prompt import instructions
from app.settings import PROJECT
from app.words import in_language

PACE = 0.03  # seconds between a few words of the FAQ

NOT_FOUND = {
    "en": "I have no answer to that. The nearest questions that I can answer: {nearest}.",
    "vi": "Tôi chưa có câu trả lời cho câu hỏi này. Những câu gần nhất tôi trả lời được: {nearest}.",
}
NOTHING_YET = {
    "en": "I have no answers yet; the owner of this page writes them in data/faq.jsonl.",
    "vi": "Tôi chưa có câu trả lời nào; chủ trang viết câu trả lời trong data/faq.jsonl.",
}


async def answer(
    messages: Sequence[Message],
    product: Product,
    visitor: str = "owner",
    project: Path = PROJECT,
    settled: Callable[[Done], None] = lambda _: None,
) -> AsyncGenerator[Event, None]:
    """Yield the reply to the last message as it comes; raise LLMFault where the model fails."""
    faq = await asyncio.to_thread(open_faq(project).get)  # may read it, after an edit
    model = llm.answerer()
    yield Start(model or "faq")
    if model:
        frame = Message("system", instructions(product, faq.entries))
        async for event in modelled([frame, *messages], visitor, settled):
            yield event
    else:
        async for step in from_faq(messages[-1].content, product.product.language, faq):
            yield step


async def from_faq(question: str, language: str, faq: Faq) -> AsyncGenerator[Event, None]:
    found = await asyncio.to_thread(faq.find, question)
    async for piece in spoken(found.answer or not_found(found, language), PACE):
        yield piece
    if found.nearest:
        yield Note("nearest", {"questions": list(found.nearest)})
    yield Done(answerer="faq")


def not_found(found: Found, language: str) -> str:
    """Say in one sentence that nothing fits, with the nearest topics."""
    if not found.nearest:
        return in_language(NOTHING_YET, language)
    nearest = ", ".join(f"“{question}”" for question in found.nearest)
    return in_language(NOT_FOUND, language).format(nearest=nearest)
