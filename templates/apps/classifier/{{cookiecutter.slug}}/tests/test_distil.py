"""`python -m app distil` through the front door: the model labels within a budget, the local model learns from it."""

import csv
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.classifier import Classifier
from app.examples import is_test, key_of
from tests import triage
from tests.fake_model import fake_model, priced
from tests.fake_openai import FakeOpenAI

Run = Callable[..., subprocess.CompletedProcess[str]]
NAMES = {"p": "", "q": ""}
# Whoever saw only these knows nothing of green and yellow things.
FEW = {label: texts[:12] for label, texts in triage.COLOURS.items()}
UNSEEN = [f"a {'green' if n % 2 else 'yellow'} thing, number {n}" for n in range(60)]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenAI]:
    """Serve the fake as the app's model: red and green things are p, the others q."""
    monkeypatch.setenv("CLASSIFY_EMBEDDINGS", "false")
    with fake_model(monkeypatch, LLM_API_KEY="sk-test-very-secret", CLASSIFY_WAY="decisions") as server:
        server.likes = lambda text: "p" if "red" in text or "green" in text else "q"
        yield server


@pytest.fixture
def distil(run: Run, tmp_path: Path) -> Run:
    """Run the command over a project that knows few examples, and a file of texts that nobody labelled."""
    triage.write(tmp_path, FEW, NAMES)
    (tmp_path / "texts.csv").write_text("text\n" + "".join(f'"{text}"\n' for text in UNSEEN), encoding="utf-8")

    def distil(*arguments: str) -> subprocess.CompletedProcess[str]:
        words = {"product": (tmp_path / "product.toml").read_text(encoding="utf-8")}
        return run("distil", "texts.csv", *arguments, **words)

    return distil


def distilled(project: Path) -> dict[str, str]:
    with (project / "data/distilled.csv").open(encoding="utf-8", newline="") as file:
        return {row["text"]: row["label"] for row in csv.DictReader(file)}


def labelled(project: Path, text: str) -> tuple[str, ...]:
    classifier = Classifier(project)
    learned = classifier.learned()
    assert learned is not None
    return classifier.local.classify([text], learned)[0].guess


def test_the_local_model_learns_what_the_model_knows(fake: FakeOpenAI, distil: Run, tmp_path: Path) -> None:
    done = distil("--json")
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    assert (report["wanted"], report["labelled"], report["ended"], report["way"]) == (60, 60, "", "decisions")
    assert distilled(tmp_path) == {text: "p" if "green" in text else "q" for text in UNSEEN}
    assert all(report["teacher"]["right"])
    assert len(report["after"]["right"]) == len(report["teacher"]["right"]) == len(report["before"]["right"]) > 0
    assert labelled(tmp_path, "a green thing, number 999") == ("p",)
    assert labelled(tmp_path, "a yellow thing, number 999") == ("q",)
    assert json.loads((tmp_path / "evals/distilled.json").read_bytes()) == report
    # No text that is tested on was ever learned from, and the examples are what they were.
    tests = [text for texts in FEW.values() for text in texts if is_test(key_of(text))]
    assert not {*tests} & {*distilled(tmp_path)}
    assert len(tests) == len(report["after"]["right"])
    task = Classifier(tmp_path).task
    assert {example.text for example in task.examples.held_out} == {*tests}
    assert len(task.examples.distilled) == 60


def test_it_is_told_as_a_table_with_the_share_that_is_kept(fake: FakeOpenAI, distil: Run) -> None:
    done = distil("--rows", "20")
    assert done.returncode == 0, done.stderr
    told = done.stdout
    assert "plain (decisions) labelled 20 of 20 texts" in told
    assert [line.split("  ")[0] for line in told.splitlines()[3:6]] == ["plain", "local, before", "local, after"]
    assert "The local model keeps 100.0% of the model's accuracy" in told


def test_a_budget_ends_it_early_and_the_next_run_pays_for_nothing_twice(
    fake: FakeOpenAI, distil: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    priced(monkeypatch, fake)
    first = distil("--budget", "2.5", "--json")
    assert first.returncode == 0, first.stderr
    report = json.loads(first.stdout)
    assert report["ended"] == "cap_visitor"
    assert 0 < report["labelled"] < 60, first.stderr
    assert 0 < report["cost_usd"] <= 2.5
    assert len(distilled(tmp_path)) == report["labelled"]
    asked = len(fake.requests)
    second = distil("--budget", "300", "--json")
    assert second.returncode == 0, second.stderr
    assert len(distilled(tmp_path)) == 60
    assert len(fake.requests) - asked == 60 - report["labelled"]


@pytest.mark.parametrize(
    ("content", "told"),
    [('text\n"a red thing, number 0"\n', "has no text whose label is not known already"), ("", "is empty")],
)
def test_what_cannot_be_distilled_is_one_sentence(
    fake: FakeOpenAI, distil: Run, tmp_path: Path, content: str, told: str
) -> None:
    (tmp_path / "texts.csv").write_text(content, encoding="utf-8")
    done = distil()
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_model_it_says_so(distil: Run) -> None:
    done = distil()
    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no model to learn from" in done.stderr


def test_what_a_person_says_of_a_text_counts_and_not_what_the_model_said(tmp_path: Path) -> None:
    triage.write(tmp_path, FEW, NAMES)
    known = FEW["p"][0]
    (tmp_path / "data/distilled.csv").write_text(f'text,label\n"{known.upper()}",q\nnew,q\nother,zz\n', "utf-8")
    task = Classifier(tmp_path).task
    assert [example.text for example in task.examples.distilled] == ["new"]
