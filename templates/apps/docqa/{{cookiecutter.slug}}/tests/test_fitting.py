"""When passages are taken to be about a question: each source of vectors has its own threshold, and so have words."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.documents import sources, tuned
from app.documents.fitting import fits
from app.documents.passages import Passage
from tests.fake_openai import FakeOpenAI
from tests.library import LEAVE, TRAVEL, embed_all, find, needs_vectors, put, read_all
from tests.talks import one_api

QUESTION = "How many days of annual leave?"
NOWHERE = Path("nowhere")  # where nothing was measured
ELSEWHERE = "How many passengers does a ferry to Mongolia carry?"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path


def found(question: str) -> list[Passage]:
    put("leave.md", LEAVE)
    put("travel.md", TRAVEL)
    read_all()
    return find(question)


def tune(project: Path, said: object) -> None:
    tuned.file(project).write_text(json.dumps(said), encoding="utf-8")


def test_words_decide_where_there_are_no_vectors(monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    monkeypatch.setenv("EMBEDDINGS", "none")
    passages = found(QUESTION)
    assert fits(QUESTION, passages, "en", project)
    assert not fits(ELSEWHERE, passages, "en", project)
    tune(project, {"thresholds": {"words": 0.1}})
    assert fits("How many days does a ferry to Mongolia take?", passages, "en", project)


def test_nothing_found_is_about_nothing(project: Path) -> None:
    assert not fits(QUESTION, [], "en", project)


@needs_vectors
def test_what_was_measured_for_the_local_model_counts(project: Path) -> None:
    found(QUESTION)
    embed_all()
    passages = find(QUESTION)
    assert fits(QUESTION, passages, "en", project)
    tune(project, {"thresholds": {"multilingual-e5-small": 0.99, "words": 0.0}})
    assert not fits(QUESTION, passages, "en", project)


@one_api
def test_cosines_of_an_endpoint_count_once_they_were_measured(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    """The fake's vectors are those of words: a long passage is far from any question."""
    monkeypatch.setenv("EMBEDDINGS", "endpoint")
    monkeypatch.setenv("LLM_EMBEDDING_MODEL", "theirs")
    found(QUESTION)
    assert sources.name() == "theirs"
    embed_all()
    passages = find(QUESTION)
    nearest = max(passage.meaning or 0.0 for passage in passages)
    assert 0 < nearest < 0.8
    assert fits(QUESTION, passages, "en", project)  # by its words
    tune(project, {"thresholds": {"theirs": nearest + 0.06, "another": 0.0}})
    assert not fits(QUESTION, passages, "en", project)


@needs_vectors
def test_of_passages_as_near_the_one_that_says_the_question_s_words_is_closer() -> None:
    passage = found(QUESTION)[0]
    near = replace(passage, meaning=0.86)
    assert fits(QUESTION, [near], "en", NOWHERE)
    assert not fits("Whom does the ferry to Mongolia carry?", [near], "en", NOWHERE)


@pytest.mark.parametrize("said", [[], {"thresholds": 3}, {"thresholds": {"words": "low"}}, {"way": 1}])
def test_a_file_that_no_app_wrote_changes_nothing(monkeypatch: pytest.MonkeyPatch, project: Path, said: object) -> None:
    monkeypatch.setenv("EMBEDDINGS", "none")
    passages = found(QUESTION)
    tune(project, said)
    assert fits(QUESTION, passages, "en", project)
    assert tuned.way(project) == "both"
