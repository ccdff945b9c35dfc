"""What benchmarks/distil.py runs within a project: `python distil.py SET KEPT ROWS,ROWS... TESTS`."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from app.classifier import Classifier
from app.examples import Example, Examples, key_of
from app.local.learners import Texts
from app.local.learning import learn
from app.local.vectors import Vectors
from tests.fake_openai import fake_openai

WRONG = 10  # one of so many answers is

Gold = Mapping[str, str]


def main(folder: Path, kept: Path, counts: Sequence[int], tests: int) -> None:
    train, test = read(folder / "train.csv"), read(folder / "test.csv")
    tested = dict(sorted(test.items(), key=lambda row: key_of(row[0]))[:tests])
    project = Path.cwd()
    prepare(project, train, tested, kept)
    names = sorted({*train.values()})
    print(f"{folder.name}: {len(names)} labels, {len(tested)} texts to test on, a model that errs in 1 of {WRONG}")
    print("rows  model  learned from it  from the set's own labels  kept   seconds", flush=True)
    with fake_openai() as fake:
        fake.likes = lambda text: answer(text, {**train, **tested}, names)
        before = 0
        for count in counts:
            begun = time.perf_counter()
            report = distilled(project, fake.base_url, count - before)
            seconds, before = time.perf_counter() - begun, count
            teacher, after = (np.mean(report[side]["right"]) for side in ("teacher", "after"))
            clean = from_gold(project, train, tested)
            row = f"{count:>5}  {teacher:.3f}  {after:>14.3f}  {clean:>24.3f}  {after / teacher:.3f}  {seconds:>6.0f}"
            print(row, flush=True)


def prepare(project: Path, train: Gold, tested: Gold, kept: Path) -> None:
    labels = "".join(f"[[labels]]\nname = {json.dumps(name)}\n\n" for name in sorted({*train.values()}))
    (project / "product.toml").write_text(f'[product]\nname = "Distilled"\napp = "classifier"\n\n{labels}', "utf-8")
    (project / "data/examples.csv").write_text("text,label\n", encoding="utf-8")
    cases = [json.dumps({"input": text, "label": label}) + "\n" for text, label in tested.items()]
    (project / "evals/cases.jsonl").write_text("".join(cases), encoding="utf-8")
    with (project / "texts.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["text"], *([text] for text in train)])
    (project / "var/local").mkdir(parents=True, exist_ok=True)
    if (kept / "vectors.npz").exists():
        shutil.copy(kept / "vectors.npz", project / "var/local/vectors.npz")


def answer(text: str, gold: Gold, names: Sequence[str]) -> str:
    """The right label, or another one, always the same for a text."""
    number = int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)
    right = gold[text]
    others = [name for name in names if name != right]
    return others[number // WRONG % len(others)] if number % WRONG == 0 else right


def distilled(project: Path, address: str, rows: int) -> dict[str, Any]:
    settings = {"LLM_BASE_URL": address, "LLM_MODEL": "plain", "CLASSIFY_WAY": "decisions", "LLM_API_KEY": "a-key"}
    command = [sys.executable, "-m", "app", "distil", "texts.csv", "--rows", str(rows), "--json"]
    done = subprocess.run(command, cwd=project, env={**os.environ, **settings}, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def from_gold(project: Path, train: Gold, tested: Gold) -> float:
    """Return the accuracy of what is learned from the labels of the set for the texts that the model labelled."""
    classifier = Classifier(project)
    task = classifier.task
    known = tuple(Example(each.text, frozenset({train[each.text]})) for each in task.examples.distilled)
    vectors: Vectors = classifier.local._vectors
    learned = learn(task.labels, Examples(known), vectors if vectors else None, 0.95)
    if learned is None:
        sys.exit("nothing could be learned")
    texts = list(tested)
    written = Texts(texts, vectors.all(texts) if learned.reads_meaning else None)
    guesses = learned.learner.probabilities(written).argmax(axis=1)
    return float(np.mean([learned.names[at] == tested[text] for at, text in zip(guesses, texts, strict=True)]))


def read(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["text"].strip(): row["label"] for row in csv.DictReader(file)}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), [int(count) for count in sys.argv[3].split(",")], int(sys.argv[4]))
