"""Texts as vectors, each computed once: they are kept in var/, since one takes a thousand times as long as a label."""

import hashlib
import os
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.embedding import Embedder

LONGEST = 2_000  # characters of a text that are embedded: time grows with length, and meaning stands early
SAVED_EVERY = 500  # texts, so that a stop loses a quarter of a minute at most
MANY, MOST_ENGINES = 64, 4  # so many texts are worth more engines than one, an engine a processor

Matrix = NDArray[np.float32]
Progress = Callable[[int, int], None]


def silent(done: int, of: int) -> None:
    """Stand for whoever wants to know how far it is."""


class Stopped(Exception):
    """Nobody waits for the vectors any more."""


class Vectors:
    """Embeds texts, or remembers having done so."""

    def __init__(self, engines: Callable[[int], Sequence[Embedder]], file: Path) -> None:
        """`engines` returns as many as it is asked for, or none where there are none; the first is always the same."""
        self._engines, self._file = engines, file
        self._known: dict[str, Matrix] | None = None
        self._lock = threading.Lock()

    def __bool__(self) -> bool:
        """Tell whether there is anything to embed with, loading it first."""
        return bool(self._engines(1))

    def many(self, texts: Sequence[str]) -> Matrix:
        """Embed visitors' texts, of which nothing is kept."""
        return np.stack([*embedded(texts, self._engines(1))])

    def all(self, texts: Sequence[str], progress: Progress = silent) -> Matrix:
        """Embed the product's own texts, and keep their vectors; what `progress` raises ends it early."""
        keys = [hashlib.sha256(text[:LONGEST].encode()).hexdigest() for text in texts]
        with self._lock:
            known = self._load()
            missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
            engines = self._engines(1 if len(missing) < MANY else min(MOST_ENGINES, os.cpu_count() or 1))
            try:
                vectors = embedded([*missing.values()], engines)
                for number, (key, vector) in enumerate(zip(missing, vectors, strict=True), 1):
                    known[key] = vector
                    progress(number, len(missing))
                    if number % SAVED_EVERY == 0:
                        self._save(known)
            finally:
                if missing and known:
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


def embedded(texts: Sequence[str], engines: Sequence[Embedder]) -> Iterator[Matrix]:
    """Yield the vectors in the order of the texts; an engine takes one text at a time."""
    free: queue.SimpleQueue[Embedder] = queue.SimpleQueue()
    for engine in engines:
        free.put(engine)

    def one(text: str) -> Matrix:
        engine = free.get()
        try:
            # As a query, examples too: like is compared with like.
            return np.asarray(engine.embed_query(text[:LONGEST]), np.float32)
        finally:
            free.put(engine)

    if len(engines) == 1:
        yield from map(one, texts)
        return
    with ThreadPoolExecutor(len(engines)) as pool:
        yield from pool.map(one, texts)
