"""The app's local model, with the vectors that it made before kept in a file."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from app.embedding import LocalEmbedder, Vector


class KeptVectors:
    """A source of vectors that asks the model only for what it never asked before."""

    name = "multilingual-e5-small"
    batch = 64

    def __init__(self, file: Path) -> None:
        self._store = sqlite3.connect(file, timeout=60, check_same_thread=False)
        self._store.execute("CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB)")
        self._model = LocalEmbedder()

    async def query(self, text: str, visitor: str) -> Vector:
        (vector,) = self._all("query", [text])
        return vector

    async def passages(self, texts: Sequence[str], visitor: str) -> Sequence[Vector]:
        return self._all("passage", texts)

    def close(self) -> None:
        self._store.commit()

    def _all(self, kind: str, texts: Sequence[str]) -> list[Vector]:
        return [self._one(kind, text) for text in texts]

    def _one(self, kind: str, text: str) -> Vector:
        key = hashlib.sha256(f"{kind}\0{text}".encode()).hexdigest()
        row = self._store.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
        if row is None:
            made = self._model.embed_query(text) if kind == "query" else self._model.embed_passages([text])[0]
            row = (np.asarray(made, np.float32).tobytes(),)
            self._store.execute("INSERT INTO vectors VALUES (?, ?)", (key, *row))
            self._store.commit()
        return np.frombuffer(row[0], np.float32)
