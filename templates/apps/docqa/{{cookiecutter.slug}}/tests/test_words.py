"""The terms of texts and questions, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.words import SYLLABLE, analysed, asked, is_bare, language_of
from app.folding import fold


def test_a_text_is_found_by_plain_letters_by_its_marks_and_by_pairs() -> None:
    terms = analysed("Đơn nghỉ phép")
    assert terms.folded == ["don", "nghi", "phep"]
    assert terms.marked == ["đơn", "nghỉ", "phép"]
    assert terms.pairs == ["don_nghi", "nghi_phep"]


def test_english_has_no_pairs_and_nothing_marked() -> None:
    terms = analysed("The café's parental leave of 16 weeks")
    assert terms.pairs == []
    assert terms.marked == ["café"]


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Nghỉ phép mấy ngày?", "vi"),
        ("nghi phep may ngay", "vi"),
        ("lam the nao de xin nghi om", "vi"),
        ("How many days of leave do I get?", "en"),
        ("What is the fee", "en"),
        ("", "vi"),
    ],
)
def test_the_language_of_a_question(question: str, language: str) -> None:
    assert language_of(question, "vi") == language


def test_a_question_without_marks_goes_by_words() -> None:
    assert is_bare("nghi phep may ngay", language_of("nghi phep may ngay", "en"))
    assert not is_bare("nghỉ phép mấy ngày", "vi")
    assert not is_bare("How many days?", "en")


def test_stop_words_are_those_of_the_language() -> None:
    assert asked("do you know the reason", "en").folded == ["know", "reason"]
    assert asked("lý do và cách", "vi").folded == ["ly", "cach"]
    assert asked("the", "en").folded == ["the"]


@given(st.text(max_size=300))
def test_terms_hold_nothing_that_a_query_language_could_read(text: str) -> None:
    for terms in (analysed(text), asked(text, language_of(text, "en"))):
        for term in (*terms.folded, *terms.marked, *terms.pairs):
            assert term.replace("_", "").isalnum() or not term.isascii()
            assert not set(term) & set("\"'()*:^- \t\n")


@pytest.mark.parametrize("word", ["nghỉ", "người", "khuya", "nguyễn", "yêu", "quyển", "xoài", "giường", "ơ", "ngoằn"])
def test_every_syllable_is_known_without_its_marks(word: str) -> None:
    assert SYLLABLE.fullmatch(fold(word))


@pytest.mark.parametrize("word", ["what", "train", "leave", "days", "how", "of", "allowed", "school"])
def test_most_words_of_english_are_no_syllables(word: str) -> None:
    assert not SYLLABLE.fullmatch(word)
