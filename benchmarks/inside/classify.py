"""What benchmarks/classify.py runs within a project: `python classify.py KEPT DRAWS PARTS SET...`."""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from app.embedding import local_embedder, local_embedders
from app.examples import Example, Examples
from app.labels import Label, Labels
from app.local.learners import Texts
from app.local.learning import Learned, learn
from app.local.vectors import Vectors
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

FEW = (5, 8)
TARGET = 0.95
THOUSAND = 1_000
SPEED_ROWS = 20_000
EMBEDDED_ROWS = 200

Rows = list[Example]
Scores = tuple[float, float]  # accuracy, macro-F1


def main(kept: Path, draws: int, parts: Sequence[str], sets: Sequence[Path]) -> None:
    embedder = local_embedder()
    vectors = Vectors(local_embedders, kept / "vectors.npz") if embedder else None
    gains = []
    for folder in sets:
        train, test = read(folder / "train.csv"), read(folder / "test.csv")
        names = sorted({label for row in train for label in row.labels})
        labels = Labels(tuple(Label(name) for name in names))
        print(
            f"{folder.name}: {len(train)} rows to learn from, {len(test)} to test on, {len(names)} labels", flush=True
        )
        if "all" in parts:
            compare("all rows", labels, [train], test, vectors)
        if "few" in parts:
            samples = {few: [drawn(train, names, few, seed) for seed in range(draws)] for few in FEW}
            gains += [compare(f"{few} a label", labels, chosen, test, vectors) for few, chosen in samples.items()]
        if "speed" in parts:
            speed(labels, train, test, vectors)
    if gains:
        print(f"few examples: {np.mean(gains):+.3f} above the better TF-IDF, on average over sets and seeds")


def compare(what: str, labels: Labels, samples: Sequence[Rows], test: Rows, vectors: Vectors | None) -> float:
    """Prints the local way beside both baselines, and returns how far it is above the better one."""
    ways: dict[str, Callable[[Rows], tuple[Scores, str]]] = {
        "local": lambda rows: local(labels, rows, test, vectors),
        "TF-IDF of words": lambda rows: (tfidf(rows, test, analyzer="word"), ""),
        "TF-IDF of letters": lambda rows: (tfidf(rows, test, analyzer="char_wb", ngram_range=(2, 4)), ""),
    }
    means = {}
    for name, way in ways.items():
        begun = time.perf_counter()
        found = [way(rows) for rows in samples]
        means[name] = np.mean([scores for scores, _ in found], axis=0)
        chosen = ", ".join(sorted({model for _, model in found if model}))
        seconds = (time.perf_counter() - begun) / len(samples)
        accuracy, f1 = means[name]
        print(
            f"  {what:<10} {name:<18} accuracy {accuracy:.3f}  macro-F1 {f1:.3f}  {seconds:6.1f} s  {chosen}",
            flush=True,
        )
    return float(means["local"][0] - max(means["TF-IDF of words"][0], means["TF-IDF of letters"][0]))


def local(labels: Labels, rows: Rows, test: Rows, vectors: Vectors | None) -> tuple[Scores, str]:
    learned = learned_from(labels, rows, vectors)
    written = [row.text for row in test]
    embedded = vectors.all(written) if vectors and learned.reads_meaning else None
    found = learned.learner.probabilities(Texts(written, embedded)).argmax(axis=1)
    return scored(test, [learned.names[at] for at in found]), learned.learner.name


def learned_from(labels: Labels, rows: Rows, vectors: Vectors | None) -> Learned:
    ordered = tuple(sorted(rows, key=lambda row: row.key))
    learned = learn(labels, Examples(ordered), vectors, TARGET)
    if learned is None:
        raise SystemExit("there is nothing to learn from")
    return learned


def tfidf(rows: Rows, test: Rows, **options: Any) -> Scores:
    counts = TfidfVectorizer(sublinear_tf=True, **options)
    features = counts.fit_transform([row.text for row in rows])
    model = LogisticRegression(C=10, tol=1e-3, max_iter=300).fit(features, [label(row) for row in rows])
    return scored(test, model.predict(counts.transform([row.text for row in test])))


def scored(test: Rows, found: Sequence[str]) -> Scores:
    gold = [label(row) for row in test]
    return float(np.mean(np.asarray(found) == gold)), float(f1_score(gold, found, average="macro", zero_division=0))


def speed(labels: Labels, train: Rows, test: Rows, vectors: Vectors | None) -> None:
    """Prints rows a second on one core and on two, and how long a thousand rows take to learn."""
    some = train[:: max(1, len(train) // THOUSAND)][:THOUSAND]
    by_words = learning("by words", labels, some, None)
    texts = ([row.text for row in test] * (SPEED_ROWS // len(test) + 1))[:SPEED_ROWS]
    report(f"by TF-IDF ({by_words.learner.name})", lambda part: by_words.learner.probabilities(Texts(part)), texts)
    if vectors:
        learning("with their vectors at hand", labels, some, vectors)
        report("by embeddings", embed, texts[:EMBEDDED_ROWS])


def learning(how: str, labels: Labels, rows: Rows, vectors: Vectors | None) -> Learned:
    """Prints how long it takes, and how much of that is work of the processor's."""
    begun, worked = time.perf_counter(), time.process_time()
    found = learned_from(labels, rows, vectors)
    seconds, work = time.perf_counter() - begun, time.process_time() - worked
    print(f"  {len(rows)} rows are learned in {seconds:.1f} s, {work:.1f} s of them work, {how}", flush=True)
    return found


def embed(texts: Sequence[str]) -> None:
    embedder = local_embedder()
    for text in texts:
        if embedder:
            embedder.embed_query(text)


WORK: list[Callable[[Sequence[str]], object]] = []


def report(name: str, work: Callable[[Sequence[str]], object], texts: Sequence[str]) -> None:
    """Prints the rows a second of one process, and of two that share the rows."""
    WORK[:] = [work]
    told = []
    for cores in (1, 2):
        parts = [texts[at::cores] for at in range(cores)]
        with ProcessPoolExecutor(cores) as pool:
            list(pool.map(worked, [parts[0][:8]] * cores))
            begun = time.perf_counter()
            busy = sum(pool.map(worked, parts))
            rate = len(texts) / (time.perf_counter() - begun)
        told.append(f"{rate:.0f} rows a second on {cores} (free cores: {cores * len(texts) / busy:.0f})")
    print(f"  {name}: {', '.join(told)}", flush=True)


def worked(texts: Sequence[str]) -> float:
    """Does the work, which forked processes find where their parent left it; returns its processor seconds."""
    begun = time.process_time()
    WORK[0](texts)
    return time.process_time() - begun


def drawn(rows: Rows, names: Sequence[str], few: int, seed: int) -> Rows:
    order = np.random.default_rng(seed).permutation(len(rows))
    counts = dict.fromkeys(names, 0)
    found = []
    for at in order:
        row = rows[at]
        if counts[label(row)] < few:
            counts[label(row)] += 1
            found.append(row)
    return found


def label(row: Example) -> str:
    return next(iter(row.labels))


def read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return [Example(row["text"], frozenset({row["label"]})) for row in csv.DictReader(file)]


if __name__ == "__main__":
    kept, draws, parts, *sets = sys.argv[1:]
    main(Path(kept), int(draws), parts.split(","), [Path(one) for one in sets])
