"""The file that a draft is: for its owner to edit, to make a project of, and to be drafted anew around their edits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import Quickship
from drafts import CHATBOT, asking, model, said
from quickship.product import parse
from quickship.types import Faq
from trees import COACH, DENTIST

FORMAL = {
    **CHATBOT,
    "name": "Rehearsal Service",
    "tagline": "Preparation for interviews",
    "instructions": "Address the visitor formally.",
    "faq": [{"question": f"In which manner is answer {number} opened?", "answer": "Formally."} for number in range(6)],
}


def test_a_draft_is_a_commented_file_that_a_project_is_made_of(tmp_path: Path, quickship: Quickship) -> None:
    with model(said(CHATBOT)) as fake:
        done = quickship("draft", DENTIST, "-o", "product.toml", env=asking(fake))
    text = (tmp_path / "product.toml").read_text(encoding="utf-8")
    assert (done.code, done.out) == (0, "")
    assert "quickship new --product product.toml" in done.err
    for word in ("# Những câu hỏi gợi ý", "# Mô hình trả lời khi", "# Do quickship giữ"):
        assert word in text
    made = quickship("new", "--product", "product.toml", "--no-input", "--no-git")
    again = quickship("new", "--product", "rehearse", "--no-input", "--no-git", "-o", "again")
    assert (made.code, again.code) == (0, 0)
    kept = (tmp_path / "rehearse/product.toml").read_text(encoding="utf-8")
    assert parse(kept)[1]["drafted"] == parse(text)[1]["drafted"]
    assert (tmp_path / "again/rehearse/product.toml").read_text(encoding="utf-8") == kept
    assert text.partition("[scaffold]")[0] in kept


def test_what_is_there_is_never_drafted_over(tmp_path: Path, quickship: Quickship) -> None:
    (tmp_path / "product.toml").write_text("mine", encoding="utf-8")
    done = quickship("draft", COACH, "--offline", "-o", "product.toml")
    assert (done.code, (tmp_path / "product.toml").read_text(encoding="utf-8")) == (1, "mine")
    assert "exists" in done.err
    assert "--from" in done.err


@pytest.mark.parametrize("by_rules", [True, False], ids=["by rules", "by a model"])
def test_a_redraft_keeps_what_was_changed_by_hand(by_rules: bool, tmp_path: Path, quickship: Quickship) -> None:
    file = tmp_path / "product.toml"
    with model(said(CHATBOT)) as fake:
        quickship("draft", COACH, "-o", file, *(["--offline"] if by_rules else []), env=asking(fake))
    first, _ = parse(file.read_text(encoding="utf-8"))
    text = file.read_text(encoding="utf-8")
    for old, new in ((f'tagline = "{first.tagline}"', 'tagline = "My own line"'), (first.faq[2].question, "My own?")):
        text = new.join(text.rsplit(old, 1))
    text = "# a note of mine\n" + text
    file.write_text(text, encoding="utf-8")
    edited, _ = parse(text)
    with model(said(FORMAL)) as fake:
        done = quickship("draft", "--from", file, "the same, but more formal", env=asking(fake))
    after, scaffold = parse(file.read_text(encoding="utf-8"))
    assert done.code == 0
    assert (after.name, after.tagline, after.idea) == ("Rehearsal Service", "My own line", COACH)
    mine = [entry for entry in edited.faq if entry not in first.faq]
    assert [entry.question for entry in mine] == ["My own?"]
    assert after.faq == (*mine, *(Faq(**row) for row in FORMAL["faq"]))
    assert "Address the visitor formally." in after.instructions
    assert after.slug == first.slug
    assert scaffold["drafted"]
    assert file.read_text(encoding="utf-8").startswith("# a note of mine\n")
    assert "left as you wrote it: tagline, faq" in done.err
    told = json.loads(fake.requests[0].body["messages"][1]["content"])
    assert (told["wish"], told["kept"], told["current"]["tagline"]) == (
        "the same, but more formal", ["tagline", "faq"], "My own line",
    )  # fmt: skip


def test_a_redraft_that_fails_leaves_the_file_as_it_was(tmp_path: Path, quickship: Quickship) -> None:
    quickship("draft", COACH, "--offline", "-o", "product.toml")
    before = (tmp_path / "product.toml").read_bytes()
    with model("no") as fake:
        done = quickship("draft", "--from", "product.toml", "shorter", env=asking(fake))
    nothing = quickship("draft", "--from", "product.toml")
    assert (done.code, len(fake.requests), nothing.code) == (0, 2, 2)
    assert "product.toml is left as it was" in done.err
    assert "say what shall be different" in nothing.err
    assert (tmp_path / "product.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('[product]\nidea = """\nname = 1\n"""\nnmae = "x"\n', "5: unknown key `product.nmae`", "`product.name`"),
        ('[model]\nprovider = "opnai"\n', "2: `model.provider` cannot be `opnai`", "mean `openai`?"),
        ("# a\nchoose = 'mny'", "product.toml:2: `choose` cannot be `mny`", "did you mean `many`?"),
        ('starters = [\n  "a",\n  1,\n]', "product.toml:1: `starters` must be text", ""),
        (
            "[[faq]]\nquestion='q'\nanswer='a'\n[[faq]]\nquestion='q'\n\nanswr='a'",
            "product.toml:7: `[[faq]]` has an unknown key `answr`",
            "did you mean `answer`?",
        ),
        ("[[cases]]\ninput='q'\n[[cases]]\ninput='q'\nrefuses=1", "product.toml:5: `cases.refuses` must be true", ""),
        ("[[labels]]\nname='q'\n\n[[labels]]\n# none\n", "product.toml:4: `[[labels]]` lacks `name`", ""),
        ('[product]\nidea = "a b"\napp = "chatbto"', "product.toml:3: there is no app called `chatbto`", "`chatbot`"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file_is_named_with_its_line(
    text: str, message: str, hint: str, tmp_path: Path, quickship: Quickship
) -> None:
    (tmp_path / "product.toml").write_text(text, encoding="utf-8")
    done = quickship("new", "--product", "product.toml", "--no-input", "--json", "--dry-run")
    error = json.loads(done.out)["error"]
    assert message in error["message"]
    assert hint in error["hint"]
