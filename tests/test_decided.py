"""What decided the kind of app is shown; an idea that no kind of app fits is told so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import Quickship
from test_cli import document
from trees import COACH

TICKETS = "Sort support tickets into billing, technical and account"
ROSTER = "Plan the shifts of our nurses in a calendar"
NURSES = "Ứng dụng xếp lịch trực cho y tá"


@pytest.mark.parametrize(
    ("idea", "shown"),
    [
        (COACH, "chatbot, because: 'coach'"),
        (TICKETS, "classifier, because: 'sort'"),
        ("Phân loại phản hồi thành khen, chê và góp ý", "classifier, because: 'phân loại'"),
        ("Something for my aunt", "chatbot: no word of the idea speaks for another kind"),
    ],
)
def test_the_words_that_decided_are_shown(idea: str, shown: str, quickship: Quickship) -> None:
    planned = quickship("new", idea, "--no-input", "--dry-run")
    made = quickship("new", idea, "--no-input", "--no-git")
    assert (made.code, planned.code) == (0, 0)
    assert shown in made.err
    assert shown in planned.err
    assert "warning" not in made.err


@pytest.mark.parametrize(("idea", "word"), [(ROSTER, "calendar"), (NURSES, "xếp lịch")])
def test_what_no_app_does_is_warned_of_and_made_as_the_nearest(idea: str, word: str, quickship: Quickship) -> None:
    done = quickship("new", idea, "--json", "--dry-run")
    found = document(done.out)
    (warning,) = found["warnings"]
    assert done.code == 0
    assert word in found["reading"]["words"]
    assert found["reading"]["missing"] in warning
    assert f"'{word}'" in warning
    assert f"warning: {warning}" in done.err
    assert found["product"]["app"] == found["reading"]["app"] == "chatbot"


def test_strict_refuses_it_unless_the_kind_is_said(tmp_path: Path, quickship: Quickship) -> None:
    refused = quickship("new", ROSTER, "--strict", "--json")
    error = document(refused.out)["error"]
    assert (refused.code, error["exit_code"]) == (1, 1)
    assert "it keeps no calendar and books nothing" in error["message"]
    assert "--app" in error["hint"]
    assert list(tmp_path.iterdir()) == []
    for words in ((ROSTER, "--app", "chatbot"), (COACH,)):
        assert quickship("new", *words, "--strict", "--no-input", "--dry-run").code == 0


def test_what_was_said_was_not_read(quickship: Quickship) -> None:
    said = quickship("new", TICKETS, "--app", "chatbot", "--json", "--dry-run")
    read = quickship("new", TICKETS, "--json", "--dry-run")
    assert document(said.out)["reading"] is None
    assert json.loads(read.out)["reading"]["confidence"] > 0.5
