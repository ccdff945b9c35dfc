"""`app tune`: another way, another threshold, a model's help, each only where the owner's questions speak for it."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.measuring import thresholds, tuning
from app.measuring.thresholds import Judged
from tests.fake_openai import FakeOpenAI
from tests.questions import MORE, THINGS, document, inventory, quote, write
from tests.talks import one_api

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(autouse=True)
def _by_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDINGS", "none")


def kept(project: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((project / "data/search.json").read_text(encoding="utf-8"))
    return said


def test_it_shows_each_way_and_changes_nothing_where_nothing_is_sure(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "passages.jsonl", inventory(tmp_path)[:1])
    done = run("tune", "--json", faq={})
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["questions"], said["before"], said["after"]) == (1, "both", "both")
    assert [way["ndcg"] for way in said["ways"]] == [1.0, 1.0, 1.0]
    assert run("tune", faq={}).stdout.count("too few to tell") == 2
    assert not (tmp_path / "data/search.json").exists()


def test_the_way_is_taken_that_is_surely_better() -> None:
    now = [0.5] * 30
    better = tuning.scored("words", [1.0] * 29 + [0.5], now)
    same = tuning.scored("both", now, now)
    unsure = tuning.scored("meaning", [1.0, 0.0] * 15, now)
    assert better.low > 0
    assert unsure.low <= 0 < unsure.high
    assert tuning.chosen([better, same], "both", 30) == "words"
    assert tuning.chosen([better, same], "both", 10) == "both"
    assert tuning.chosen([same, unsure], "both", 30) == "both"


def test_a_threshold_that_errs_is_replaced_by_a_measured_one(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "passages.jsonl", inventory(tmp_path))
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data/search.json").write_text('{"way": "words", "thresholds": {"words": 0.1, "theirs": 0.4}}')
    shown = run("tune", "--dry-run", faq={}).stdout
    assert "before    0.100: false answers 10/10 (72% to 100%), false refusals 0/20 (0% to 16%)" in shown
    assert "false answers 0/10 (0% to 28%), false refusals 0/20 (0% to 16%)\n" in shown
    assert kept(tmp_path)["thresholds"]["words"] == 0.1
    (found,) = json.loads(run("tune", "--json", faq={}).stdout)["thresholds"]
    assert 0.34 < found["after"] < 1
    assert kept(tmp_path) == {"way": "words", "thresholds": {"words": found["after"], "theirs": 0.4}}
    assert "not better; nothing was changed" in run("tune", faq={}).stdout


def test_no_threshold_is_chosen_by_questions_in_the_words_of_their_passages(run: Run, tmp_path: Path) -> None:
    asked = inventory(tmp_path)
    by_rules = [
        {**row, "question": f"What does “{row['question']}” say about rooms?"} for row in asked if "quote" in row
    ]
    write(tmp_path, "passages.jsonl", [*by_rules, *asked[20:]])
    (found,) = json.loads(run("tune", "--json", faq={}).stdout)["thresholds"]
    assert found["after"] is None


def judged(yes: list[float], no: list[float], threshold: float) -> list[Judged]:
    rows = [(True, value) for value in yes] + [(False, value) for value in no]
    return [Judged(is_answerable, value, value >= threshold) for is_answerable, value in rows]


def test_either_kind_of_question_counts_alike() -> None:
    questions = judged([0.9] * 90 + [0.5] * 10, [0.6] * 9 + [0.95], 0.0)
    assert 0.6 < thresholds.best(questions) <= 0.9
    now, value = thresholds.measured("words", 0.0, questions), thresholds.best(questions)
    assert now.after == value
    assert now.errors_before
    assert (now.errors_before.false_answers, now.errors_before.balanced) == (10, 0.5)
    assert now.errors_after
    assert (now.errors_after.false_answers, now.errors_after.false_refusals) == (1, 10)
    assert now.is_better


def test_a_threshold_is_judged_by_questions_that_it_was_not_chosen_by() -> None:
    """Closeness says nothing here: what is chosen does no better than chance, whatever it does on its own questions."""
    values = [at / 40 for at in range(20)]
    found = thresholds.measured("words", 0.25, judged(values, values, 0.25))
    assert found.errors_after
    assert found.errors_after.balanced <= 0.5
    assert not found.is_better


@pytest.mark.parametrize(("answerable", "unanswerable"), [(19, 10), (20, 9), (20, 0)])
def test_few_questions_choose_no_threshold(answerable: int, unanswerable: int) -> None:
    found = thresholds.measured("words", 0.6, judged([0.9] * answerable, [0.1] * unanswerable, 0.6))
    assert found.after is None
    assert not found.is_better


@one_api
def test_a_model_s_help_is_measured_and_no_setting_changed(fake: FakeOpenAI, run: Run, tmp_path: Path) -> None:
    fake.says = helpful
    rows: list[dict[str, Any]] = []
    for number, thing in enumerate((*THINGS, *MORE)):
        document(tmp_path, f"{thing}.md", f"# Rooms\n\n{quote(thing, number)} Its key is with the office.\n")
        document(
            tmp_path, f"{thing}-again.md", f"# {thing} stored\n\n{thing} stored, {thing} stored, {thing} stored.\n"
        )
        asked = f"Where is the {thing} stored?"
        rows += [{"question": asked, "quote": quote(thing, number)}]
        rows += [{"question": "On which floor?", "before": [asked], "quote": quote(thing, number)}]
    write(tmp_path, "passages.jsonl", rows)
    shown = run("tune", "--model", faq={}).stdout
    assert "surely better; in .env: RERANK=true" in shown
    assert "REWRITE_FOLLOW_UPS, by plain on 20 questions" in shown
    assert "surely better; in .env: REWRITE_FOLLOW_UPS=true" in shown
    helped = json.loads(run("tune", "--model", "--json", faq={}).stdout)["help"]
    assert [each["count"] for each in helped] == [40, 20]
    assert [each["without_help"] for each in helped] == [0, 0]
    assert not (tmp_path / ".env").exists()


def helpful(body: dict[str, Any]) -> str:
    """Rank first what names a room, and make the question before it of a follow-up."""
    asked = json.loads(body["input"][-1]["content"])
    if isinstance(asked, list):
        return json.dumps({"question": asked[0]["text"]})
    return json.dumps({"numbers": [each["number"] for each in asked["passages"] if "room" in each["text"]]})


@one_api
def test_a_model_that_fails_is_no_help(
    fake: FakeOpenAI, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLM_RETRIES", "0")
    fake.scenario = "500"
    write(tmp_path, "passages.jsonl", inventory(tmp_path)[:20])
    shown = run("tune", "--model", faq={}).stdout
    assert "For 20 of them the model gave nothing; they count as they were." in shown
    assert "not surely better, and it costs; in .env: RERANK=false" in shown


def test_a_model_s_help_takes_a_model(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "passages.jsonl", inventory(tmp_path)[:1])
    done = run("tune", "--model", faq={})
    assert (done.returncode, done.stderr) == (1, "Error: No model is configured; set LLM_API_KEY or LLM_BASE_URL.\n")


@pytest.mark.parametrize(
    "line", ["{}", "no json", '{"question": "a", "quote": ""}', '{"question": "a", "quote": "b", "x": 1}']
)
def test_a_wrong_line_is_named(run: Run, tmp_path: Path, line: str) -> None:
    (tmp_path / "evals").mkdir(exist_ok=True)
    (tmp_path / "evals/passages.jsonl").write_text(f"\n{line}\n", encoding="utf-8")
    done = run("tune")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: passages.jsonl, line 2: this is not {")
    assert "without a quote" in done.stderr
