"""Builds the model's instructions from prompts/chat.md and the words of the product's owner."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from string import Template

from app.faq import Entry
from app.product import Product
from app.settings import PROJECT

OWNER_LIMIT = 8_000  # characters of the owner's instructions, and of the FAQ, that enter
LANGUAGES = {"en": "English", "vi": "Vietnamese"}


def instructions(product: Product, faq: Sequence[Entry], project: Path = PROJECT) -> str:
    """Fill the frame; a visitor's words never come here."""
    about = product.product
    frame = Template((project / "prompts" / "chat.md").read_text(encoding="utf-8"))
    return frame.safe_substitute(
        name=clean(about.name),
        tagline=clean(about.tagline),
        audience=clean(about.audience),
        language=LANGUAGES.get(about.language.split("-")[0].lower(), about.language),
        instructions=clean(product.instructions or about.idea),
        faq=clean("\n\n".join(f"{entry.question}\n{entry.answer}" for entry in faq)),
    )


def clean(text: str) -> str:
    """Take out what a reader would not see, keep line breaks, and bound the length."""
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(mark for mark in composed if mark == "\n" or unicodedata.category(mark)[0] != "C")
    return re.sub(r"\n{3,}", "\n\n", visible).strip()[:OWNER_LIMIT]
