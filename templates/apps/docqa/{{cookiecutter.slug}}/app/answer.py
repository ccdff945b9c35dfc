"""Answers from the documents: by the model where one is configured, else with their own sentences."""

import asyncio
import importlib
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import ExitStack, aclosing
from pathlib import Path

from app import llm
from app.conversation.events import Event, Note, Start
from app.conversation.modelled import modelled
from app.documents import sources
from app.documents.attention import attention
from app.documents.bill import Bill
from app.documents.checking import Checker
from app.documents.fitting import fits
from app.documents.passages import Passage
from app.documents.quoting import EXTRACTIVE, quoted, reason_of, unanswered, unfound, without_model
from app.documents.readiness import read_enough
from app.documents.reranking import reranked
from app.documents.rewriting import standalone
from app.documents.scope import Scope
from app.documents.settings import DocumentSettings
from app.llm import Delta, Done, Message
from app.product import Product
from app.prompt import framed
from app.settings import PROJECT

READ = 6  # passages that the model gets


async def answer(
    messages: Sequence[Message],
    product: Product,
    visitor: str = "owner",
    project: Path = PROJECT,
    settled: Callable[[Done], None] = lambda _: None,
) -> AsyncGenerator[Event, None]:
    """Yield the answer to the last message as it comes; raise LLMFault where the model fails."""
    model, language, bill = llm.answerer(), product.product.language, Bill()
    yield Start(model or EXTRACTIVE)
    scope = Scope.chosen(visitor, messages[-1].choices)
    with ExitStack() as waiting:
        waiting.enter_context(attention.person())
        await read_enough(visitor, project)
        question = await looked_for(messages, bill, visitor) if model else messages[-1].content
        passages = await found(question, scope, bill if model else None, language, project)
        reason = None if passages else await asyncio.to_thread(reason_of, scope, project)
        if passages and not await asyncio.to_thread(fits, question, passages, language, project):
            steps = without_model(unanswered(passages, language))
        elif model and reason in {None, "no_match"}:
            steps = by_model(framed(messages, passages[:READ], product), passages, language, bill, visitor, settled)
        else:
            steps = without_model(unfound(reason, language) if reason else quoted(question, passages, language))
        async with aclosing(steps):
            async for step in steps:
                if isinstance(step, Delta):
                    waiting.close()  # whoever reads waits no more
                yield bill.with_reply(step) if isinstance(step, Done) else step


async def looked_for(messages: Sequence[Message], bill: Bill, visitor: str) -> str:
    """Return the last message as what to look for, with what it means after those before it where that is wished."""
    wanted = DocumentSettings().rewrite_follow_ups
    return await standalone(messages, bill, visitor) if wanted else messages[-1].content


async def found(question: str, scope: Scope, bill: Bill | None, language: str, project: Path) -> list[Passage]:
    """Search, and have a model put what was found in order where that is wished."""
    await asyncio.to_thread(importlib.import_module, "app.documents.search")  # SQLAlchemy takes half a second to load
    from app.documents.search import search

    passages = await search(question, scope, sources.source(), language=language, project=project)
    if bill is None or not passages or not DocumentSettings().rerank:
        return passages
    return await reranked(question, passages, bill, scope.visitor)


async def by_model(
    messages: Sequence[Message],
    passages: Sequence[Passage],
    language: str,
    bill: Bill,
    visitor: str,
    settled: Callable[[Done], None],
) -> AsyncGenerator[Event, None]:
    """Have the model answer from the first passages; what it cites is checked before it is shown."""
    checker = Checker(passages[:READ])
    async for event in modelled(messages, visitor, lambda done: settled(bill.with_reply(done))):
        match event:
            case Delta(piece):
                for step in checker.take(piece):
                    yield step
            case Done():
                async for step in ended(checker, passages, language):
                    yield step
                yield event
            case _:
                yield event


async def ended(checker: Checker, passages: Sequence[Passage], language: str) -> AsyncGenerator[Note | Delta, None]:
    """Yield the rest of a reply; that it found no answer is said in the app's words, which hold nothing unproved."""
    if checker.declined:
        said = unanswered(passages, language) if passages else unfound("no_match", language)
        async for step in said:
            yield step
        return
    for rest in checker.end():
        yield rest
