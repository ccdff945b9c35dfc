"""A model that is always right: of the passages that it gets it quotes one that answers, or says that none does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from retrieval import Question, holds
from tests.fake_openai import fake_openai

PASSAGE = re.compile(r"<passage-(\w+) number=(\d+)>\n(.*?)\n</passage-\1>", re.DOTALL)
SENTENCE = re.compile(r"(?<=[.!?])\s+")
NONE = "[none]"
LONGEST = 20  # words of a quote, as the app's prompt asks


@contextmanager
def right_model(documents: Sequence[dict[str, Any]], questions: Sequence[Question]) -> Iterator[str]:
    """Serve it, and yield its address."""
    texts = {row["_id"]: f"{row['title']}\n\n{row['text']}" for row in documents}
    asked = {question.text: question for question in questions}
    with fake_openai() as server:
        server.says = lambda body: reply(body["messages"][-1]["content"], asked, texts)
        yield server.base_url


def reply(message: str, asked: dict[str, Question], texts: dict[str, str]) -> str:
    shown, _, text = message.rpartition("\n\nQuestion: ")
    question = asked.get(text)
    for _, number, passage in PASSAGE.findall(shown) if question else ():
        if question and answers(question, passage, texts):
            quote = quoted(passage, question.answers)
            return f'{" ".join(quote)}. [{number}: "{" ".join(quote)}"]'
    return NONE


def answers(question: Question, passage: str, texts: dict[str, str]) -> bool:
    is_its = any(passage in texts[document] for document, score in question.wanted.items() if score > 0)
    return is_its and (not question.answers or holds(passage, question.answers))


def quoted(passage: str, wanted: Sequence[str]) -> list[str]:
    """Return the words of the first sentence that holds a wanted answer, or of the longest; not too many."""
    sentences = SENTENCE.split(passage)
    best = next((each for each in sentences if wanted and holds(each, wanted)), max(sentences, key=len))
    return best.split()[:LONGEST]
