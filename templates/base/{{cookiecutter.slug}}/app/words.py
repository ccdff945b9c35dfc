"""Chooses the product's language among the sentences a module can say."""

from collections.abc import Mapping
from typing import TypeVar

T = TypeVar("T")


def in_language(sentences: Mapping[str, T], language: str) -> T:
    """Return the sentence in the language, or in English where nobody wrote it yet."""
    return sentences.get(language.split("-")[0].lower(), sentences["en"])
