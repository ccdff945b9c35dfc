"""`app evals-draft`: questions from the documents, by rules or by a model, of which a person keeps what is good."""

import json
import os
import pty
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.measuring import drafts, wanted
from app.measuring.drafting import is_by_rules
from app.measuring.wanted import Wanted
from tests.fake_openai import FakeOpenAI
from tests.library import LEAVE, NGHI, TRAVEL
from tests.questions import document, inventory, write
from tests.talks import one_api

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(autouse=True)
def _by_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDINGS", "none")


def kept(project: Path) -> list[Wanted]:
    return wanted.read(project / "evals" / "passages.jsonl")


def test_rules_ask_for_sentences_that_stand_in_the_documents(run: Run, tmp_path: Path) -> None:
    inventory(tmp_path)
    done = run("evals-draft", "-n", "8", faq={})
    assert done.returncode == 0, done.stderr
    drafted = drafts.read(tmp_path / "evals")
    answerable = [each for each in drafted if each.quote]
    assert (len(answerable), len(drafted)) == (8, 12)
    assert len({each.file for each in answerable}) == 8  # of as many documents as there are
    for each in answerable:
        text = (tmp_path / "data/documents" / str(each.file)).read_text(encoding="utf-8")
        assert str(each.quote) in text
        assert each.question.startswith(f"What does “The {Path(str(each.file)).stem}” say about ")
    assert [is_by_rules(each) for each in drafted] == [True] * 8 + [False] * 4
    assert done.stdout.count("the documents do not answer this") == 4
    assert "--keep all" in done.stderr
    assert not (tmp_path / "evals/passages.jsonl").exists()


def test_vietnamese_documents_are_asked_about_in_vietnamese(run: Run, tmp_path: Path) -> None:
    document(tmp_path, "nghi.md", NGHI)
    run("evals-draft", "-n", "1", faq={}, language="vi")
    (first, *others) = drafts.read(tmp_path / "evals")
    assert first.question.startswith("“Nghỉ phép” nói gì về ")
    assert first.quote in {"Mỗi nhân viên có mười hai ngày nghỉ phép mỗi năm."}
    assert [each.question for each in others] == ["Năm 1987, “Nghỉ phép” quy định thế nào?"]


def test_what_the_documents_speak_of_is_not_taken_for_unanswerable(run: Run, tmp_path: Path) -> None:
    document(tmp_path, "leave.md", LEAVE)
    document(tmp_path, "house.md", "# The house\n\nThe house was built in 1987 and has a FLAGPOLE of nine metres.\n")
    run("evals-draft", "-n", "2", faq={})
    (asked,) = [each.question for each in drafts.read(tmp_path / "evals") if not each.quote]
    assert asked.endswith("cost in Swiss francs?")


def test_what_is_kept_joins_the_questions_and_nothing_is_lost(run: Run, tmp_path: Path) -> None:
    inventory(tmp_path)
    own = write(tmp_path, "passages.jsonl", [{"question": "Is mine still there?"}])
    run("evals-draft", "-n", "4", faq={})
    drafted = drafts.read(tmp_path / "evals")
    done = run("evals-draft", "--keep", "2,4-5", faq={})
    assert done.stdout == "3 of 6 questions were added to evals/passages.jsonl.\n"
    assert kept(tmp_path) == [Wanted(question="Is mine still there?"), drafted[1], drafted[3], drafted[4]]
    assert not (tmp_path / "evals/passages.draft.jsonl").exists()
    run("evals-draft", "-n", "4", faq={})  # others, since those are there
    again = drafts.read(tmp_path / "evals")
    assert not {each.question for each in again} & {each.question for each in kept(tmp_path)}
    before = own.read_bytes()
    wanted.add(own, kept(tmp_path))
    assert own.read_bytes() == before


def test_a_draft_that_was_edited_is_not_written_over(run: Run, tmp_path: Path) -> None:
    document(tmp_path, "leave.md", LEAVE)
    write(tmp_path, "passages.draft.jsonl", [{"question": "Mine?", "quote": "twelve days"}])
    assert "Mine?" in run("evals-draft", faq={}).stdout
    assert drafts.read(tmp_path / "evals") == [Wanted(question="Mine?", quote="twelve days")]
    assert "Mine?" not in run("evals-draft", "--new", faq={}).stdout


@pytest.mark.parametrize(
    ("keep", "said"),
    [
        ("some", "takes all, none, or numbers such as 1,3,5-7; some is"),
        ("0", "numbers 1 to 1; 0 is not"),
        ("1-3", "2 is"),
    ],
)
def test_a_wrong_choice_is_one_sentence_and_keeps_the_draft(run: Run, tmp_path: Path, keep: str, said: str) -> None:
    write(tmp_path, "passages.draft.jsonl", [{"question": "Mine?"}])
    done = run("evals-draft", "--keep", keep, faq={})
    assert done.returncode == 1
    assert said in done.stderr
    assert len(drafts.read(tmp_path / "evals")) == 1


@pytest.mark.parametrize(("arguments", "said"), [(("--keep", "all"), "There is no draft"), ((), "give no question")])
def test_where_there_is_nothing_it_says_so(run: Run, arguments: tuple[str, ...], said: str) -> None:
    done = run("evals-draft", *arguments, faq={})
    assert done.returncode == 1
    assert said in done.stderr


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="this system has no terminals of this kind")
def test_on_a_terminal_each_question_is_kept_changed_or_dropped(run: Run, tmp_path: Path) -> None:
    inventory(tmp_path)
    run("evals-draft", "-n", "4", faq={})
    drafted = drafts.read(tmp_path / "evals")
    told = on_terminal(tmp_path, ["k", "d", "e", "How about this one?", "q"])
    assert "2 questions were added to evals/passages.jsonl; 3 wait in the draft." in told
    assert kept(tmp_path) == [drafted[0], drafted[2].model_copy(update={"question": "How about this one?"})]
    assert drafts.read(tmp_path / "evals") == drafted[3:]


def on_terminal(project: Path, answers: list[str]) -> str:
    """Run the command on a terminal and type the answers, each once it is asked for."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "app", "evals-draft"]
    with subprocess.Popen(command, cwd=project, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        told = ""
        for answer in [*answers, ""]:
            told += until_asked(ours)
            if answer:
                os.write(ours, f"{answer}\n".encode())
        process.wait(20)
    os.close(ours)
    return told


def until_asked(terminal: int) -> str:
    """Read what comes until a prompt stands there, or the other side is gone."""
    told, deadline = "", time.monotonic() + 60
    while not told.endswith(": ") and time.monotonic() < deadline:
        try:
            told += os.read(terminal, 4096).decode()
        except OSError:  # Linux says so where it is gone
            break
    return told


@one_api
def test_a_model_drafts_and_what_it_invents_is_dropped(fake: FakeOpenAI, run: Run, tmp_path: Path) -> None:
    document(tmp_path, "leave.md", LEAVE)
    document(tmp_path, "travel.md", TRAVEL)
    rows = [
        {"passage": 1, "question": "How long may I be away?", "quote": "TWELVE days\nof annual leave"},
        {"passage": 2, "question": "Which class?", "quote": "in third class"},
        {"passage": 9, "question": "Where?", "quote": "leave"},
    ]
    fake.texts = [json.dumps({"answerable": rows, "unanswerable": ["May I fly?", " "]})]
    done = run("evals-draft", "--model", "-n", "2", faq={})
    assert drafts.read(tmp_path / "evals") == [
        Wanted(question="How long may I be away?", quote="TWELVE days\nof annual leave", file="leave.md"),
        Wanted(question="May I fly?"),
    ]
    assert "Asking plain, up to 1 times" in done.stderr
    assert "USD; dropped 2 whose quote stands in no passage." in done.stderr
    (request,) = fake.requests
    assert "twelve days" not in request.body["instructions"]
    assert "twelve days" in request.body["input"][-1]["content"]


@one_api
def test_a_model_that_fails_is_one_sentence_and_leaves_no_draft(
    fake: FakeOpenAI, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLM_RETRIES", "0")
    fake.scenario = "wrong_key"
    document(tmp_path, "leave.md", LEAVE)
    done = run("evals-draft", "--model", faq={})
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("Error: ")
    assert "Traceback" not in done.stderr
    assert drafts.read(tmp_path / "evals") == []


def test_without_a_model_none_is_asked(run: Run, tmp_path: Path) -> None:
    document(tmp_path, "leave.md", LEAVE)
    done = run("evals-draft", "--model", faq={})
    assert done.returncode == 1
    assert "No model is configured" in done.stderr
