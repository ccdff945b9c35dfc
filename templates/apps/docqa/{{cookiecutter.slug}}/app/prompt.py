"""Builds what a model is told: the frame of prompts/answer.md, the owner's words, and the passages as data."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import replace

from app.conversation.owner import filled
from app.documents.passages import Passage
from app.llm import Message
from app.product import Product
from app.settings import PROJECT

NUMBERS = re.compile(r" \[(?:\d+|\?)\]")


def framed(messages: Sequence[Message], passages: Sequence[Passage], product: Product) -> list[Message]:
    """Return the conversation with the instructions before it and the passages in its last message."""
    *earlier, last = messages
    return [
        Message("system", instructions(product)),
        *map(without_numbers, earlier),
        Message("user", f"{fenced(passages)}\n\nQuestion: {last.content}"),
    ]


def without_numbers(message: Message) -> Message:
    """Return a reply without its numbers: they are those of other passages, and no proof to write after."""
    return replace(message, content=NUMBERS.sub("", message.content)) if message.role == "assistant" else message


def instructions(product: Product) -> str:
    """Fill the frame; neither a visitor's nor a document's words ever come here."""
    return filled(rules("answer"), product)


def rules(name: str) -> str:
    """Return what prompts/NAME.md says."""
    return (PROJECT / "prompts" / f"{name}.md").read_text(encoding="utf-8")


def fenced(passages: Sequence[Passage]) -> str:
    """Put every passage between marks that no document can know beforehand."""
    if not passages:
        return "No passage of the documents is about this."
    mark = secrets.token_hex(8)
    return "\n".join(
        f"<passage-{mark} number={number}>\n{passage.text}\n</passage-{mark}>"
        for number, passage in enumerate(passages, 1)
    )
