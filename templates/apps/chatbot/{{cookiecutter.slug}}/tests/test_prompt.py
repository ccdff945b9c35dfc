from collections.abc import Callable
from pathlib import Path

from app.conversation.owner import OWNER_LIMIT, clean
from app.faq import Entry
from app.product import load
from app.prompt import instructions
from app.settings import PROJECT

NASTY = "$name {name} {{ 7*7 }} %s $HOME"


def test_the_owner_s_words_stand_in_the_frame_as_they_are(write_project: Callable[..., Path]) -> None:
    text = f"instructions = '{NASTY}'\n[product]\nname = '{NASTY}'\nlanguage = 'vi'\n"
    prompt = instructions(load(write_project(text) / "product.toml"), [Entry("When?", f"At nine. {NASTY}")])
    assert prompt.count(NASTY) == 3
    assert "Vietnamese" in prompt
    assert "When?\nAt nine." in prompt


def test_without_instructions_the_idea_stands_in(write_project: Callable[..., Path]) -> None:
    text = "[product]\nname = 'A'\nidea = 'Lend umbrellas to strangers'\n"
    assert "Lend umbrellas to strangers" in instructions(load(write_project(text) / "product.toml"), [])


def test_this_project_s_frame_is_filled_whole_and_forbids_pretending() -> None:
    prompt = instructions(load(), [])
    frame = (PROJECT / "prompts" / "chat.md").read_text(encoding="utf-8")
    assert "cannot book" in frame
    assert "pretend" in frame
    for place in ("$name", "$tagline", "$audience", "$instructions", "$faq", "$language"):
        assert place in frame
    assert frame.splitlines()[-1] in prompt


def test_what_nobody_sees_is_taken_out_and_length_is_bounded() -> None:
    assert clean("a\u202eb\x00c\u200bd\ufeff\n\n\n\ne\t") == "abcd\n\ne"
    assert len(clean("đ" * 100_000)) == OWNER_LIMIT
