"""What is left out of a conversation that a model cannot read whole."""

import pytest

from app import llm
from app.llm import Message

TURNS = [Message("user" if number % 2 == 0 else "assistant", f"{number} " + "word " * 400) for number in range(9)]
TALK = [Message("system", "Be brief."), *TURNS]


@pytest.fixture(autouse=True)
def _demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_PROVIDER", "demo")  # whose window is known and small; it is not started


def test_the_oldest_messages_go_and_the_instructions_stay() -> None:
    system, *kept = llm.fitted(TALK)
    assert system == TALK[0]
    assert 1 < len(kept) < len(TURNS)
    assert kept == TURNS[-len(kept) :]
    assert kept[0].role == "user"


def test_the_last_message_stays_however_long_it_is() -> None:
    long = Message("user", "word " * 20_000)
    assert llm.fitted([TALK[0], TURNS[0], TURNS[1], long]) == [TALK[0], long]


def test_what_fits_stays_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    assert llm.fitted(TALK[:3]) == TALK[:2] + TALK[2:3]
    monkeypatch.setenv("LLM_PROVIDER", "openai")
    monkeypatch.setenv("LLM_API_KEY", "sk-1")
    assert llm.fitted(TALK) == TALK  # a million tokens


def test_where_no_window_is_known_everything_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_PROVIDER", "ollama")
    assert llm.fitted(TALK) == TALK
