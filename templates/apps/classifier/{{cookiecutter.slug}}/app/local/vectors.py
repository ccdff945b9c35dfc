"""Texts as vectors, each computed once: they are kept in var/, since one takes a thousand times as long as a label."""

import hashlib
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.embedding import Embedder

LONGEST = 2_000  # characters of a text that are embedded: time grows with length, and meaning stands early
SAVED_EVERY = 500  # texts, so that a stop loses a quarter of a minute at most

Matrix = NDArray[np.float32]
Progress = Callable[[int, int], None]


def silent(done: int, of: int) -> None:
    """Stand for whoever wants to know how far it is."""


class Vectors:
    """Embeds texts, or remembers having done so."""

    def __init__(self, embedder: Embedder, file: Path) -> None:
        self._embedder, self._file = embedder, file
        self._known: dict[str, Matrix] | None = None
        self._lock = threading.Lock()

    def many(self, texts: Sequence[str]) -> Matrix:
        """Embed visitors' texts, of which nothing is kept."""
        # As queries, examples too: like is compared with like.
        return np.asarray([self._embedder.embed_query(text[:LONGEST]) for text in texts], np.float32)

    def all(self, texts: Sequence[str], progress: Progress = silent) -> Matrix:
        """Embed the product's own texts, and keep their vectors."""
        keys = [hashlib.sha256(text[:LONGEST].encode()).hexdigest() for text in texts]
        with self._lock:
            known = self._load()
            missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
            for number, (key, text) in enumerate(missing.items(), 1):
                (known[key],) = self.many([text])
                progress(number, len(missing))
                if number % SAVED_EVERY == 0 or number == len(missing):
                    self._save(known)
            return np.stack([known[key] for key in keys])

    def _load(self) -> dict[str, Matrix]:
        if self._known is None:
            self._known = {}
            if self._file.exists():
                kept: Any = np.load(self._file, allow_pickle=False)
                self._known = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
        return self._known

    def _save(self, known: dict[str, Matrix]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        written = self._file.with_suffix(f".{os.getpid()}.npz")
        np.savez(written, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
        written.replace(self._file)
