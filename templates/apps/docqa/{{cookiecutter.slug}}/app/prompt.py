"""Builds what a model is told: the frame of prompts/answer.md, the owner's words, and the passages as data."""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from string import Template

from app.documents.passages import Passage
from app.llm import Message
from app.product import Product
from app.settings import PROJECT

OWNER_LIMIT = 8_000  # characters of the owner's instructions that enter
LANGUAGES = {"en": "English", "vi": "Vietnamese"}


def framed(messages: Sequence[Message], passages: Sequence[Passage], product: Product) -> list[Message]:
    """Return the conversation with the instructions before it and the passages in its last message."""
    *earlier, last = messages
    return [
        Message("system", instructions(product)),
        *earlier,
        Message("user", f"{fenced(passages)}\n\nQuestion: {last.content}"),
    ]


def instructions(product: Product) -> str:
    """Fill the frame; neither a visitor's nor a document's words ever come here."""
    about = product.product
    frame = Template(rules("answer"))
    return frame.safe_substitute(
        name=clean(about.name),
        tagline=clean(about.tagline),
        audience=clean(about.audience),
        language=LANGUAGES.get(about.language.split("-")[0].lower(), about.language),
        instructions=clean(product.instructions or about.idea),
    )


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


def clean(text: str) -> str:
    """Take out what a reader would not see, keep line breaks, and bound the length."""
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(mark for mark in composed if mark == "\n" or unicodedata.category(mark)[0] != "C")
    return re.sub(r"\n{3,}", "\n\n", visible).strip()[:OWNER_LIMIT]
