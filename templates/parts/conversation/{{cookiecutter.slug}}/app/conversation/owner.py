"""The owner's words in what a model is told, cleaned and bounded."""

import re
import unicodedata
from string import Template

from app.product import Product

OWNER_LIMIT = 8_000  # characters of each of the owner's texts that enter
LANGUAGES = {"en": "English", "vi": "Vietnamese"}


def filled(frame: str, product: Product, **more: str) -> str:
    """Fill a frame of prompts/ with the product's words, and `more` of its owner's by name.

    Neither a visitor's nor a document's words ever come here.
    """
    about = product.product
    return Template(frame).safe_substitute(
        name=clean(about.name),
        tagline=clean(about.tagline),
        audience=clean(about.audience),
        language=LANGUAGES.get(about.language.split("-")[0].lower(), about.language),
        instructions=clean(product.instructions or about.idea),
        **{name: clean(text) for name, text in more.items()},
    )


def clean(text: str) -> str:
    """Take out what a reader would not see, keep line breaks, and bound the length."""
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(mark for mark in composed if mark == "\n" or unicodedata.category(mark)[0] != "C")
    return re.sub(r"\n{3,}", "\n\n", visible).strip()[:OWNER_LIMIT]
