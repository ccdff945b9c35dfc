"""Quotes and the texts they are looked for in: whatever a program, a typesetter or a model changes, it is found."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.matching import folded, placed

WORDS = st.text("abdeghikmnorstuxyzăâđêôơưáàảãạếềểễệởợùứĐÁ0123456789.,;%'", min_size=1, max_size=9)
SENTENCES = st.lists(WORDS, min_size=1, max_size=6)
SPACES = st.text(" \t\n\r\u00a0", min_size=1, max_size=4)


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def softly_hyphened(text: str) -> str:
    return "\u00ad".join(text)


def broken_by(hyphen: str) -> Callable[[str], str]:
    """Break a text after each second letter that has another beside it."""

    def broken(text: str) -> str:
        said = ""
        for place, mark in enumerate(text):
            is_within = place % 2 and mark.isalpha() and text[place - 1].isalpha()
            said += f"{hyphen}{mark}" if is_within else mark
        return said

    return broken


WRITTEN: list[Callable[[str], str]] = [
    str,
    str.upper,
    str.lower,
    decomposed,
    softly_hyphened,
    broken_by("-\n"),
    broken_by("\u2010 \r\n "),
    broken_by("\ufffe\r\n"),
    lambda text: decomposed(broken_by("-\n")(text)),
]


@given(SENTENCES, SENTENCES, SENTENCES, st.data())
def test_a_quote_is_found_however_the_text_writes_it(
    before: list[str], said: list[str], after: list[str], data: st.DataObject
) -> None:
    write, other = data.draw(st.sampled_from(WRITTEN)), data.draw(st.sampled_from(WRITTEN))

    def laid_out(words: list[str]) -> str:
        return "".join(write(word) + data.draw(SPACES) for word in words)

    lead, passage = laid_out(before), laid_out(said).rstrip()
    quote = " ".join(map(other, said))
    found = placed(quote, f"{lead}{passage} {laid_out(after)}")
    assert found is not None
    start, end = found
    assert end <= len(lead) + len(passage)
    shown = f"{lead}{passage}"[start:end]
    assert folded(shown).text == folded(quote).text
    assert shown == shown.strip()


@given(SENTENCES, SENTENCES)
def test_where_it_begins_and_ends_is_to_the_character(before: list[str], said: list[str]) -> None:
    lead, passage = decomposed(" ".join(before)), decomposed("\n".join(["(§", *said, "§)"]))
    assert placed(" ".join(["(§", *said, "§)"]).upper(), f"{lead}\n{passage}.") == (
        len(lead) + 1,
        len(lead) + 1 + len(passage),
    )


@given(SENTENCES, SENTENCES)
def test_what_was_not_said_is_not_found(text: list[str], said: list[str]) -> None:
    assert placed(" ".join([*said, "Q"]), "  ".join(text)) is None


@given(st.text(max_size=40), st.data())
def test_any_text_is_taken(text: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    quote = text[start:end]
    found = placed(quote, text)
    assert found == ((text.find(quote), text.find(quote) + len(quote)) if folded(quote).text.strip() else None)
    changed = placed(quote.swapcase(), text)
    assert changed is None or 0 <= changed[0] < changed[1] <= len(text)


@pytest.mark.parametrize(
    ("quote", "text", "shown"),
    [
        ("well-known rule", "A well-\nknown rule.", "well-\nknown rule"),
        ("annual leave", "The an-\nnual leave", "an-\nnual leave"),
        ("COVID-19 cases", "with COVID-\n19 cases", "COVID-\n19 cases"),
        ('the employee\'s "own" time', "In the employee’s “own” time", "the employee’s “own” time"),
        ("the office", "By the oﬃce.", "the oﬃce"),
        ("한글 문서", decomposed("이 한글 문서"), decomposed("한글 문서")),
        ("nghỉ phép", "Được NGHỈ\u00a0PHÉP\u200b năm", "NGHỈ\u00a0PHÉP"),
        ("twice", "Twice, then twice", "twice"),
    ],
)
def test_what_typesetters_do(quote: str, text: str, shown: str) -> None:
    found = placed(quote, text)
    assert found
    assert text[slice(*found)] == shown


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("", "a"),
        (" \n", "a b"),
        ("\u00ad", "a\u00adb"),
        ("a", ""),
        ("notable", "not able"),
        ("not able", "notable"),
        ("1012 days", "10-12 days"),
        ("ma", "Má mạ mã"),
        ("12 days", "1.2 days"),
    ],
)
def test_what_says_something_else(quote: str, text: str) -> None:
    assert placed(quote, text) is None


@pytest.mark.parametrize("filler", ["ab-\n", "\u00ad ", "a- \n ", "e\u0301", " ", "1-\n"])
def test_a_text_of_any_length_is_gone_through_once(filler: str) -> None:
    text = f"{filler * 100_000}(the\nend)"
    assert placed("(The end)", text) == (len(text) - 9, len(text))
