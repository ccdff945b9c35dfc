"""`python -m app eval`, `classify` and `compare` through the front door."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from app.settings import PROJECT
from tests import triage
from tests.fake_model import fake_model
from tests.fake_openai import FakeOpenAI

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def evaluate(run: Run, tmp_path: Path) -> Run:
    """Evaluate a project in which one word tells the label."""

    def evaluate(*arguments: str, **fields: Any) -> subprocess.CompletedProcess[str]:
        triage.write(tmp_path, **{"examples": triage.COLOURS, "labels": {"p": "", "q": ""}, **fields})
        words = {"product": (tmp_path / "product.toml").read_text(encoding="utf-8")}
        return run(*(arguments or ("eval",)), **words)

    return evaluate


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenAI]:
    """Serve the fake as the app's model, which is always right."""
    with fake_model(monkeypatch, LLM_RETRIES="0") as server:
        server.likes = lambda text: "p" if "red" in text else "q"
        server.says = lambda _: '{"label": "q"}'
        yield server


@pytest.fixture(autouse=True)
def _words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLASSIFY_EMBEDDINGS", "false")


def reports(project: Path) -> list[Path]:
    return sorted((project / "evals" / "reports").glob("*.json"))


def test_the_local_way_is_measured_on_what_it_did_not_learn_from(
    evaluate: Run, tmp_path: Path, serve: Callable[[Path], httpx2.Client]
) -> None:
    done = evaluate("eval", "--export", str(tmp_path / "report.html"), "--at-least", "0.7")
    assert (done.returncode, done.stderr) == (0, "")
    assert "no measure of a model" in done.stdout
    assert "majority" in done.stdout
    saved = json.loads(reports(tmp_path)[0].read_bytes())
    assert 15 <= len(saved["rows"]) <= 45
    assert saved["learning"]["examples"] + len(saved["rows"]) == 144
    assert saved["calibration"] == "platt"
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    page = serve(tmp_path).get("/report")
    assert "How well Spoke &amp; Chain labels" in page.text
    assert "style-src 'self'" in page.headers["content-security-policy"]


def test_a_model_is_measured_beside_the_local_way_and_calibrated(
    fake: FakeOpenAI, evaluate: Run, tmp_path: Path
) -> None:
    fake.likes = lambda text: "q"
    done = evaluate("eval", "--way", "decisions", "--json")
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    assert (made["way"], made["answerer"], made["is_model"]) == ("decisions", "plain", True)
    assert sum(each["local"] == each["gold"] for each in made["rows"]) > 0.7 * len(made["rows"])
    assert len(fake.requests) == len(made["rows"])
    kept = json.loads((tmp_path / "var" / "local" / "calibrations.json").read_bytes())
    (sureness,) = kept.values()
    assert sureness[""]["cut"] is None
    assert {each["abstained"] for each in made["rows"]} == {"unsure"}


def test_failures_are_wrong_counted_and_end_in_an_exit_code(fake: FakeOpenAI, evaluate: Run) -> None:
    fake.scenario = "500"
    done = evaluate("eval", "--way", "decisions")
    assert done.returncode == 1
    first = done.stdout.splitlines()[1].split()
    assert first[:3] == ["decisions", "(plain)", "0.000"]
    assert "texts could not be labelled." in done.stderr


def test_a_cascade_shows_what_it_saves(fake: FakeOpenAI, evaluate: Run) -> None:
    done = evaluate("eval", "--way", "cascade")
    assert done.returncode == 0, done.stdout + done.stderr
    count = int(done.stdout.split(" texts that nothing learned from")[0].splitlines()[-1])
    assert f"Answered without the model: {count - len(fake.requests)} of {count}," in done.stdout
    assert 1 <= len(fake.requests) < count


def test_runs_are_compared(evaluate: Run, tmp_path: Path) -> None:
    evaluate()
    evaluate("eval", examples={"p": triage.COLOURS["p"][:40], "q": triage.COLOURS["q"][:40]})
    before, after = map(str, reports(tmp_path))
    done = evaluate("compare", before, after)
    assert done.returncode == 0, done.stderr
    assert "Too few to tell" in done.stdout
    done = evaluate("compare", before, "nowhere.json")
    assert (done.returncode, done.stderr) == (1, "Error: nowhere.json cannot be read: No such file or directory\n")


def test_the_gate_fails_where_labels_are_worse_than_the_baseline_s(
    fake: FakeOpenAI, evaluate: Run, tmp_path: Path
) -> None:
    done = evaluate("eval", "--way", "decisions", "--gate", "--baseline", "save")
    assert (done.returncode, done.stderr[:40]) == (0, "Gate passed. There is nothing to compare")
    again = evaluate("eval", "--way", "decisions", "--gate")
    assert (again.returncode, again.stderr[:29]) == (0, "Gate passed. Too few to tell ")
    assert "Against the baseline: Too few to tell" in again.stdout
    fake.likes = lambda text: "q"
    worse = evaluate("eval", "--way", "decisions", "--gate")
    assert (worse.returncode, worse.stderr[:40]) == (1, "Error: Gate failed. Worse (McNemar, p = ")
    unlike = evaluate("eval", "--way", "local", "--gate")
    assert unlike.returncode == 0
    assert "one asked a model and the other did not" in unlike.stderr


def test_classify_prints_the_label_and_check_what_is_wrong(evaluate: Run) -> None:
    done = evaluate("classify", "such a red thing")
    assert (done.returncode, done.stdout.split()[0], done.stderr) == (0, "p", "")
    assert evaluate("classify", " ").returncode == 2
    done = evaluate("check")
    assert done.stdout.startswith("2 labels, ")
    done = evaluate("check", labels={"p": "", "s": ""})
    assert done.returncode == 1
    assert "product.toml has no label “q”; did you mean" not in done.stdout
    assert "product.toml has no label “q” (72 such lines)" in done.stdout


def test_nothing_to_test_on_is_one_sentence(evaluate: Run) -> None:
    done = evaluate("eval", examples={})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: There is nothing to test on")


def test_this_project_s_own_labels_and_examples_are_sound() -> None:
    from app.classifier import Classifier

    classifier = Classifier(PROJECT)
    assert classifier.faults == [] or not classifier.task.examples.learned
