"""Builds the model's instructions from prompts/chat.md and the words of the product's owner."""

from collections.abc import Sequence
from pathlib import Path

from app.conversation.owner import filled
from app.faq import Entry
from app.product import Product
from app.settings import PROJECT


def instructions(product: Product, faq: Sequence[Entry], project: Path = PROJECT) -> str:
    """Fill the frame; a visitor's words never come here."""
    frame = (project / "prompts" / "chat.md").read_text(encoding="utf-8")
    return filled(frame, product, faq="\n\n".join(f"{entry.question}\n{entry.answer}" for entry in faq))
