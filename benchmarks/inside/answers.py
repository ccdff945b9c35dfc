"""What benchmarks/answers.py runs within a project: `answers VECTORS COUNT ANSWERER SAMPLE SET...`."""

from __future__ import annotations

import asyncio
import os
import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kept_vectors import KeptVectors
from retrieval import Question, bring, documents_of, holds, new_store, questions_of, read
from right_model import right_model


def main() -> None:
    vectors, count, answerer, sample, *sets = sys.argv[1:]
    source = KeptVectors(Path(vectors)) if os.environ["EMBEDDINGS"] == "local" else None
    for folder in map(Path, sets):
        with new_store(), answering(answerer, folder):
            measure(folder, source, int(count), int(sample))


@contextmanager
def answering(answerer: str, folder: Path) -> Iterator[None]:
    """Have the app answer by itself, or by a model that is always right."""
    if answerer == "app":
        yield
        return
    with right_model(list(read(folder / "corpus.jsonl")), questions_of(folder)) as address:
        os.environ |= {"LLM_BASE_URL": address, "LLM_MODEL": "plain"}
        yield
        del os.environ["LLM_BASE_URL"], os.environ["LLM_MODEL"]


def measure(folder: Path, source: KeptVectors | None, count: int, sample: int) -> None:
    from app.product import About, Product

    answerable, unanswerable, left_out = drawn(questions_of(folder), count)
    documents = [row for row in documents_of(folder, sample) if row["_id"] not in left_out]
    way = "words and meaning" if source else "words alone"
    print(f"{folder.name}, {way}: {len(documents):,} documents, {len(left_out)} left out", flush=True)
    bring(documents, source)
    product = Product(product=About(name="Documents", language="vi" if folder.name.endswith("_vi") else "en"))
    asyncio.run(warmed(product))
    show(answerable, [asyncio.run(asked(each, product)) for each in answerable], "answerable")
    show(unanswerable, [asyncio.run(asked(each, product)) for each in unanswerable], "unanswerable")


def drawn(questions: Sequence[Question], count: int) -> tuple[list[Question], list[Question], set[str]]:
    """Draw questions whose documents are left out, and others, none of whose documents is."""
    shuffled = random.Random(0).sample(questions, len(questions))
    unanswerable = shuffled[:count]
    left_out = {document for each in unanswerable for document in each.wanted}
    others = [each for each in shuffled[count:] if not left_out & each.wanted.keys()]
    return others[:count], unanswerable, left_out


async def warmed(product: Any) -> None:
    """Load what the first question would wait for."""
    from app.llm import Message
    from app.measuring.asking import answered

    await answered([Message("user", "A question?")], product)


async def asked(question: Question, product: Any) -> tuple[Any, list[bool]]:
    """Return what is said, and which of its citations are right."""
    from app.llm import Message
    from app.measuring.asking import answered, texts_of

    said = await answered([Message("user", question.text)], product)
    texts = texts_of([each["passage"] for each in said.citations])
    return said, [is_right(question, each["file"], texts[each["passage"]]) for each in said.citations]


def is_right(question: Question, file: str, text: str) -> bool:
    is_its = question.wanted.get(file.removesuffix(".md"), 0) > 0
    return is_its and (not question.answers or holds(text, question.answers))


def show(questions: Sequence[Question], replies: Sequence[tuple[Any, list[bool]]], kind: str) -> None:
    from app.evaluation.measures import average, share, times

    answered = [(said, right) for said, right in replies if said.answered]
    rows = [*share(f"{kind}: answered", [said.answered for said, _ in replies])]
    if kind == "answerable":
        rows += share("  not answered (false refusals)", [not said.answered for said, _ in replies])
        rows += average("  of an answer's citations right", [sum(right) / len(right) for _, right in answered])
        rows += share("  answered with a right citation", [said.answered and any(right) for said, right in replies])
    rows += times("  first word", [said.first for said, _ in replies])
    rows += times("  last word", [said.last for said, _ in replies if said.last])
    for row in rows:
        form = "{:.3f}" if row.form == "seconds" else "{:.2f}"
        value, low, high = (form.format(each) for each in (row.value, row.low, row.high))
        print(f"  {row.name:<38}{value:>8}   {low} to {high}   of {row.count}", flush=True)
