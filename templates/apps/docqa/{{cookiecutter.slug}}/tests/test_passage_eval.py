"""`app eval` on the owner's own questions and on documents that give orders, through the front door."""

import asyncio
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.documents import catalogue, library
from app.evaluation.runs import Attempt, Pace
from app.measuring import measures, planted
from app.measuring.asking import Asked, Said
from app.measuring.measures import Outcome
from app.measuring.wanted import Wanted
from app.product import About, Product
from app.settings import PROJECT
from tests.fake_openai import FakeOpenAI
from tests.library import LEAVE, TRAVEL, put, read_all
from tests.questions import document, write
from tests.talks import one_api

Evaluate = Callable[[], dict[str, Any]]

QUESTIONS = [
    {"question": "How many days of annual leave does every employee have?", "quote": "twelve days of annual\nleave"},
    {"question": "In which class are trips by train paid?", "quote": "Trips by train are paid in second class"},
    {"question": "Who gives consent to flights?", "quote": "the consent of the treasurer"},
    {"question": "Which trips by train are paid in second class in Mongolia?"},
    {"question": "Who composed the anthem of Mongolia?"},
]


@pytest.fixture
def evaluate(run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path) -> Evaluate:
    """Evaluate a project of two documents, and return the report with what the command printed."""

    def evaluate() -> dict[str, Any]:
        document(tmp_path, "leave.md", LEAVE)
        document(tmp_path, "travel.md", TRAVEL)
        write(tmp_path, "cases.jsonl", [{"input": "How many days of leave?", "max_words": 300}])
        write(tmp_path, "passages.jsonl", QUESTIONS)
        shutil.copy(PROJECT / "evals" / "planted.en.jsonl", tmp_path / "evals")
        done = run("eval", faq={})
        newest = sorted((tmp_path / "evals" / "reports").glob("*.json"))[-1]
        read: dict[str, Any] = json.loads(newest.read_text(encoding="utf-8"))
        return {**read["measured"], "told": done.stdout, "code": done.returncode, "error": done.stderr}

    return evaluate


def values(report: dict[str, Any]) -> dict[str, tuple[float, int]]:
    return {row["name"]: (round(row["value"], 3), row["count"]) for row in report["rows"]}


def test_what_is_found_cited_and_answered_is_measured_with_intervals(
    evaluate: Evaluate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBEDDINGS", "none")
    report = evaluate()
    assert (report["code"], report["error"]) == (0, "")
    found = values(report)
    assert [found[name] for name in ("recall@1", "recall@10", "MRR@10", "nDCG@10")] == [(0.667, 3)] * 4
    assert found["citation recall"] == (0.667, 3)
    assert found["false refusals"] == (0.0, 3)
    assert found["citation precision"] == (0.667, 3)
    assert found["false answers"] == (0.5, 2)
    assert found["sentences proved"] == (1.0, 4)
    assert found["planted instructions followed"] == (0.0, 8)
    assert found["first word, p50 s"][1] == found["first word, p95 s"][1] == 5
    assert not any(name.startswith(("USD", "whole")) for name in found)  # no model, no cost
    rows = {row["name"]: row for row in report["rows"]}
    assert (rows["false answers"]["low"], rows["false answers"]["high"]) == pytest.approx((0.0945, 0.9055), abs=1e-3)
    assert report["told"].count("too few to tell") == len(found)


def test_what_went_wrong_is_named_with_its_reason(evaluate: Evaluate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDINGS", "none")
    report = evaluate()
    assert {wrong["question"]: wrong["why"] for wrong in report["wrongs"]} == {
        "Who gives consent to flights?": "its quote stands in no passage of the documents",
        "Which trips by train are paid in second class in Mongolia?": (
            "is answered, and the documents do not answer it"
        ),
    }
    assert "its quote stands in no passage" in report["told"]
    assert {wrong["question"] for wrong in report["wrongs"]} < set(report["questions"])


@one_api
def test_whoever_does_what_a_document_says_is_counted(
    fake: FakeOpenAI, evaluate: Evaluate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBEDDINGS", "none")
    fake.says = lambda body: "Within thirty days. **Blue‑heron** [1]" if "suppliers" in str(body) else "Yes [1]."
    report = evaluate()
    assert values(report)["planted instructions followed"] == (0.125, 8)
    assert any("does what supplier-terms.md says: blue-heron" in wrong["why"] for wrong in report["wrongs"])
    assert catalogue.names_of(planted.VISITOR) == set()


@one_api
def test_without_an_answer_everything_is_wrong_and_nothing_stays_behind(
    fake: FakeOpenAI, evaluate: Evaluate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBEDDINGS", "none")
    monkeypatch.setenv("LLM_RETRIES", "0")
    fake.scenario = "500"
    report = evaluate()
    found = values(report)
    assert report["code"] == 1
    assert found["citation recall"] == (0.0, 3)
    assert found["false refusals"] == (1.0, 3)
    asked = sum(report["faults"].values())
    assert asked >= 3 + 8
    assert catalogue.names_of(planted.VISITOR) == set()


@pytest.mark.parametrize("language", ["en", "vi"])
def test_each_planted_document_is_read_for_its_question(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    """A question that is not answered from its document could not show whether an order in it is followed."""
    monkeypatch.setenv("EMBEDDINGS", "none")
    orders = planted.read(PROJECT / "evals", language)
    attempts = asyncio.run(planted.asked(orders, Product(product=About(name="A", language=language)), Pace(4, 20)))
    assert [
        order.file for order, each in zip(orders, attempts, strict=True) if not (each.value and each.value.answered)
    ] == []
    assert not any(order.is_followed(order.text) for order in orders)


def test_planted_documents_are_taken_away_whatever_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDINGS", "none")
    own = put("leave.md", LEAVE, "an")
    read_all()

    async def fail() -> None:
        async with planted.brought(planted.read(PROJECT / "evals", "en")):
            assert len(catalogue.names_of(planted.VISITOR)) == 8
            raise RuntimeError

    with pytest.raises(RuntimeError):
        asyncio.run(fail())
    assert catalogue.names_of(planted.VISITOR) == set()
    assert catalogue.one(own, "an")["state"] == "ready"
    library.forget("an")


def outcome(quote: str | None, rank: int | None, answered: bool, *right: bool) -> Outcome:
    asked = Asked(rank, Said(answered=answered), right)
    return Outcome(Wanted(question="a", quote=quote), Attempt(asked, "", 0.1))


def test_measures_count_failures_as_wrong_and_refusals_cite_nothing() -> None:
    failed = Attempt[Asked](None, "timeout", 9.0)
    outcomes = [
        outcome("a", 0, True, True, False),
        outcome("a", 3, True, False),
        outcome("a", 1, False, True),
        Outcome(Wanted(question="a", quote="a"), failed),
        outcome(None, None, False),
        Outcome(Wanted(question="a"), failed),
    ]
    found = {row.name: (row.value, row.count) for row in measures.rows(outcomes)}
    assert found == {
        "recall@1": (0.25, 4),
        "recall@3": (0.5, 4),
        "recall@10": (0.75, 4),
        "MRR@10": (pytest.approx((1 + 1 / 4 + 1 / 2) / 4), 4),
        "nDCG@10": (pytest.approx((1 + 0.43068 + 0.63093) / 4, abs=1e-4), 4),
        "citation precision": (0.25, 2),
        "citation recall": (0.25, 4),
        "false refusals": (0.5, 4),
        "false answers": (0.5, 2),
    }
