"""What benchmarks/retrieval.py runs within a project: `retrieval VECTORS WAYS SAMPLE SET...`."""

from __future__ import annotations

import asyncio
import csv
import gzip
import json
import math
import os
import random
import re
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kept_vectors import KeptVectors

DEPTH = 10
ALL = 1_000_000_000
THIRD = 3  # every third question may have been used to choose by; the others were not

Ranking = list[str]
Ask = Callable[[str], Ranking]


@dataclass(frozen=True)
class Question:
    """A question, the documents that answer it, and the answers themselves where the set has them."""

    text: str
    wanted: dict[str, int]
    answers: Sequence[str] = field(default=())


def main() -> None:
    vectors, ways, sample, *sets = sys.argv[1:]
    source = KeptVectors(Path(vectors))
    for folder in map(Path, sets):
        with new_store():
            measure(folder, source, ways.split(","), int(sample))


@contextmanager
def new_store() -> Iterator[None]:
    """Have the app keep what it is given in a store of its own."""
    from app import db

    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/app.db"
        yield
        db.close()


def measure(folder: Path, source: KeptVectors, ways: Sequence[str], sample: int) -> None:
    documents, questions = documents_of(folder, sample), questions_of(folder)
    language = "vi" if folder.name.endswith("_vi") else "en"
    print(f"{folder.name}: {len(documents):,} documents, {len(questions):,} questions", flush=True)
    bring(documents, source if "both" in ways else None)
    print(f"  {'':<34}{'nDCG@10':>8}{'recall@10':>10}   on two thirds: {'nDCG@10':>8}{'recall@10':>10}")
    plain = bm25s_over(documents)
    show("bm25s", questions, plain)
    for way in ways:
        shown = {"both": "as shipped: words and meaning", "words": "words alone", "meaning": "meaning alone"}[way]
        show(shown, questions, lambda text, way=way: ours(text, way, language, source))
    for name, scored_most in (("none left out", ALL), ("as among 100,000 passages", as_among(100_000))):
        with scoring(scored_most):
            show(f"words, {name}", questions, lambda text: ours(text, "words", language, source))
    if language == "vi":
        bare = [Question(without_marks(each.text), each.wanted) for each in questions]
        show("no marks typed: bm25s", bare, plain)
        for way in ways:
            name = f"no marks typed: {'as shipped' if way == 'both' else f'{way} alone'}"
            show(name, bare, lambda text, way=way: ours(text, way, language, source))
    if "both" in ways and any(each.answers for each in questions):
        show_answers(questions, language, source)


@contextmanager
def scoring(most: int) -> Iterator[None]:
    """Have search score so many passages at most; beyond that it leaves the commonest words of a question out."""
    from app.documents import rarity

    before, rarity.MOST_SCORED = rarity.MOST_SCORED, most
    yield
    rarity.MOST_SCORED = before


def as_among(passages: int) -> int:
    """Return what is the same share of the passages that are here as the most that are scored is of so many."""
    from app import db
    from app.documents import rarity
    from app.documents.index import total

    with db.read() as connection:
        return rarity.MOST_SCORED * total(connection) // passages


def read(file: Path) -> Iterator[dict[str, Any]]:
    packed = file.with_name(f"{file.name}.gz")
    data = gzip.decompress(packed.read_bytes()) if packed.exists() else file.read_bytes()
    yield from map(json.loads, filter(None, data.decode().split("\n")))


def documents_of(folder: Path, sample: int) -> list[dict[str, Any]]:
    """Return a set's documents; of a sample all that answer a question, and others drawn until there are so many."""
    documents = list(read(folder / "corpus.jsonl"))
    if not 0 < sample < len(documents):
        return documents
    wanted = {document for question in questions_of(folder) for document in question.wanted}
    others = [row["_id"] for row in documents if row["_id"] not in wanted]
    drawn = wanted.union(random.Random(0).sample(others, max(0, sample - len(wanted))))
    return [row for row in documents if row["_id"] in drawn]


def questions_of(folder: Path) -> list[Question]:
    wanted: dict[str, dict[str, int]] = {}
    with (folder / "qrels.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            wanted.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
    rows = read(folder / "queries.jsonl")
    return [Question(row["text"], wanted[row["_id"]], row.get("answers", ())) for row in rows if row["_id"] in wanted]


def bring(documents: Sequence[dict[str, Any]], source: KeptVectors | None) -> None:
    """Bring every document as a Markdown file of its own, down the app's road."""
    from app.documents import ingest, library, meaning
    from app.documents.scope import SHARED

    for row in documents:
        text = f"# {row['title']}\n\n{row['text']}" if row["title"] else row["text"]
        library.put(SHARED, library.File(f"{row['_id']}.md", text.encode(), datetime.now(UTC)))
    for _ in ingest.read_all():
        pass

    async def embed() -> None:
        while source and await meaning.embed_next(source):
            pass

    asyncio.run(embed())


def ours(text: str, way: Any, language: str, source: KeptVectors) -> Ranking:
    """Return documents in the order in which their best passages are found."""
    return list(dict.fromkeys(each.file.removesuffix(".md") for each in found(text, way, language, source, 100)))


def found(text: str, way: Any, language: str, source: KeptVectors, count: int) -> list[Any]:
    from app.documents.scope import Scope
    from app.documents.search import search

    return asyncio.run(search(text, Scope(), source, count=count, language=language, way=way))


def bm25s_over(documents: Sequence[dict[str, Any]]) -> Ask:
    import bm25s

    index = bm25s.BM25(k1=1.5, b=0.75)
    index.index([words(f"{row['title']} {row['text']}") for row in documents], show_progress=False)

    def ask(text: str) -> Ranking:
        places, _ = index.retrieve([words(text)], k=DEPTH, show_progress=False)
        return [documents[at]["_id"] for at in places[0]]

    return ask


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def without_marks(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def show(name: str, questions: Sequence[Question], ask: Ask) -> None:
    scores = [scored(ask(each.text)[:DEPTH], each.wanted) for each in questions]
    rest = [score for number, score in enumerate(scores) if number % THIRD]
    print(f"  {name:<34}{columns(scores)}{'':>18}{columns(rest)}", flush=True)


def columns(scores: Sequence[tuple[float, float]]) -> str:
    return f"{mean(each[0] for each in scores):>8.3f}{mean(each[1] for each in scores):>10.3f}"


def scored(ranking: Ranking, wanted: dict[str, int]) -> tuple[float, float]:
    """Return nDCG and recall of the first ten."""
    gain = sum(wanted.get(document, 0) / math.log2(rank + 2) for rank, document in enumerate(ranking))
    best = sorted(wanted.values(), reverse=True)[:DEPTH]
    ideal = sum(score / math.log2(rank + 2) for rank, score in enumerate(best))
    return gain / ideal, len(wanted.keys() & set(ranking)) / len(wanted)


def mean(values: Iterator[float]) -> float:
    all_ = list(values)
    return sum(all_) / len(all_)


def show_answers(questions: Sequence[Question], language: str, source: KeptVectors) -> None:
    """Count how often what is said without a model holds the answer."""
    from app.documents.extract import extracted
    from app.documents.fitting import fits
    from app.documents.sentences import spans

    cited, first, said, letters = [], [], 0, [0, 0]
    for each in questions:
        passages = found(each.text, "both", language, source, 10)
        read = passages if fits(each.text, passages, language) else []
        sentences = [sentence.text for sentence in extracted(each.text, read, language)]
        start, end = next(spans(passages[0].text))
        said += bool(sentences)
        cited.append(holds(" ".join(sentences), each.answers))
        first.append(holds(passages[0].text[start:end], each.answers))
        letters = [letters[0] + sum(map(len, sentences)), letters[1] + end - start]
    count = len(questions)
    print(f"  answered: {said / count:.3f}; the cited sentences hold the answer: {sum(cited) / count:.3f}", end="")
    print(f" ({letters[0] / count:.0f} characters); the first sentence of the first passage: ", end="")
    print(f"{sum(first) / count:.3f} ({letters[1] / count:.0f} characters)", flush=True)


def holds(text: str, answers: Sequence[str]) -> bool:
    said = " ".join(text.split()).casefold()
    return any(" ".join(answer.split()).casefold() in said for answer in answers)
