"""Words by their sense: the longest phrase wins, marks tell words apart, none is needed."""

from __future__ import annotations

import tomllib

import pytest

from quickship.choices import LANGUAGES
from quickship.lexicon import RULES, fold, load, words


def senses(language: str, text: str) -> list[tuple[str, str]]:
    return [(term.text, term.sense) for term in load(language).terms(text)]


def test_the_longest_phrase_wins() -> None:
    assert senses("en", "job seekers seek jobs") == [("job seekers", "people"), ("seek", "noun"), ("jobs", "noun")]


def test_marks_tell_words_apart_and_none_is_needed() -> None:
    assert senses("vi", "phản hồi, hỏi") == [("phản hồi", "noun"), (",", "pause"), ("hỏi", "verb")]
    assert senses("vi", "tro ly hoi") == [("tro ly", "agent"), ("hoi", "verb")]


def test_a_word_keeps_its_marks_and_loses_its_possessive() -> None:
    assert words("The clinic's AI-ready ‘नमस्ते’ (x)!") == ["The", "clinic", "AI-ready", ",", "नमस्ते", ",", "x", ","]
    assert [fold(word) for word in ("Đường", "É", "नमस्ते", "ـ")] == ["duong", "e", fold("नमस्ते"), "ـ"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_of_the_rules_has_one_sense(language: str) -> None:
    rules = tomllib.loads((RULES / f"{language}.toml").read_text(encoding="utf-8"))
    senses = rules["senses"].values()
    phrases = [phrase.strip().casefold() for row in senses for phrase in row.split(",") if phrase.strip()]
    assert sorted(phrases) == sorted(set(phrases))
