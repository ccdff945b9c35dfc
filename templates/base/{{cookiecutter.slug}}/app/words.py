"""Chooses a language among the sentences a module can say: that of the page that asks, else the product's."""

from collections.abc import Mapping
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")

wished: ContextVar[str] = ContextVar("wished", default="")  # by whoever sent the request that is being answered


def in_language(sentences: Mapping[str, T], language: str) -> T:
    """Return the sentence in the language, or in English where nobody wrote it yet."""
    return sentences.get(language.split("-")[0].lower(), sentences["en"])


def asked_in(language: str) -> str:
    """Return the language that whoever asks reads, or the product's where no request says one."""
    return wished.get() or language
