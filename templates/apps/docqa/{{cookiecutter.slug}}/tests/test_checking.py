"""What a model writes is shown as far as it is proved: whatever it quotes, and however its words are cut up."""

import itertools
import re
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.conversation.events import Note
from app.documents.checking import Checker
from app.documents.passages import Passage
from app.llm import Delta

LEAVE = "Leave\n\nEvery employee has twelve days of annual leave. It is booked one week before it be-\ngins."
TRAVEL = "Trips by train are paid in second class. See https://example.org/trips for the form."
NGHI = "Mỗi nhân viên có mười hai ngày nghỉ phép mỗi năm."


def passage(number: int, text: str) -> Passage:
    return Passage(number, "d", "a.md", "markdown", None, (), 100, 100 + len(text), text, 1.0, 1.0, None)


PASSAGES = [passage(number, text) for number, text in enumerate((LEAVE, TRAVEL, NGHI), 1)]
SHOWN = re.compile(r"\[(\d+|\?)\]")


def checked(pieces: Iterable[str]) -> tuple[str, dict[str, Any]]:
    """Return what is shown of a reply, and its last note; a number never comes before the note that has it."""
    checker = Checker(PASSAGES)
    text, note = "", Note("citations")
    events = list[Delta | Note]()
    for piece in pieces:
        events.extend(checker.take(piece))
    events.extend(checker.end())
    for event in events:
        if isinstance(event, Delta):
            text += event.text
            known = len(note.fields.get("citations", []))
            assert all(int(number) <= known for number in re.findall(r" \[(\d+)\]", event.text))
        else:
            note = event
    return text, note.fields


def of(reply: str) -> str:
    return checked([reply])[0]


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        ('Twelve days. [1: "twelve days of annual leave"]', "Twelve days. [1]"),
        ('Twelve days [1: "twelve days of annual leave"].', "Twelve days. [1]"),
        ("Twelve days [1: “TWELVE   days of\nannual leave”], a week ahead.", "Twelve days [1], a week ahead."),
        ('A week ahead. [1: "one week before it begins"]', "A week ahead. [1]"),  # the passage has a hyphen there
        ('Twelve. [1: "days of annual leave"] By train. [2: "Trips by train"]', "Twelve. [1] By train. [2]"),
        ('By train. [2: "Trips by train"] So it is. [2: "Trips by train"]', "By train. [1] So it is. [1]"),
        ('Both. [1: "days of annual leave"] [2: "Trips by train"]', "Both. [1] [2]"),
        ('Both. [1: "days of annual leave"; 2: "Trips by train"]', "Both. [1] [2]"),
        ("Mười hai ngày. [3: mười hai ngày nghỉ phép]", "Mười hai ngày. [1]"),
        ('- One. [1: "twelve days of annual leave"]\n- Two.\n', "- One. [1]\n- Two. [?]"),
    ],
)
def test_a_quote_that_stands_in_its_passage_gets_a_number(reply: str, shown: str) -> None:
    assert of(reply) == shown


@pytest.mark.parametrize(
    "mark",
    [
        '[1: "thirty days of annual leave"]',  # stands nowhere
        '[2: "twelve days of annual leave"]',  # stands in another passage
        '[4: "twelve days of annual leave"]',  # a passage that was not retrieved
        '[0: "twelve days of annual leave"]',
        '[1: "twelve days"]',  # two words prove nothing
        "[1]",
        "[1, 2, 3]",
        '[1: ""]',
        "[1:]",
        "[none]",
        "",
    ],
)
def test_what_is_not_proved_gets_no_number_and_is_marked(mark: str) -> None:
    text, note = checked([f"Thirty days a year. {mark}"])
    assert text == "Thirty days a year. [?]"
    assert note == {"citations": [], "answered": False, "sentences": 1, "supported": 0}


def test_the_citation_is_the_passage_s_own_words_where_they_stand() -> None:
    _, note = checked(['Ahead. [1: "ONE WEEK before it begins"]'])
    (citation,) = note["citations"]
    assert citation["quote"] == "one week before it be-\ngins"
    assert LEAVE[citation["start"] - 100 : citation["end"] - 100] == citation["quote"]
    assert (citation["number"], citation["passage"], citation["checked"]) == (1, 1, True)
    assert (note["answered"], note["sentences"], note["supported"]) == (True, 1, 1)


def test_the_share_counts_sentences_and_not_headings_questions_or_what_leads_to_a_list() -> None:
    reply = """# Leave

You have:
- twelve days; [1: "twelve days of annual leave"]
- trips by train. [2: "Trips by train are paid"]

Dr. Smith has 3.5 more days. Is that all? Yes.
"""
    text, note = checked([reply])
    assert (note["sentences"], note["supported"]) == (4, 2)
    assert "days. [?] Is that all? Yes. [?]" in text


def test_code_stays_as_it_is() -> None:
    reply = "Like this:\n\n```py\nprint(a[1])\nprint(5)\n```\n\nThat is all."
    text, note = checked([reply])
    assert text == f"{reply} [?]"
    assert note["sentences"] == 1


@pytest.mark.parametrize("begin", ["[none]", " [NONE] ", "[none] But I think that it is thirty days."])
def test_a_reply_that_finds_no_answer_shows_nothing_of_its_own(begin: str) -> None:
    checker = Checker(PASSAGES)
    assert not [event for event in (*checker.take(begin), *checker.end()) if isinstance(event, Delta)]
    assert checker.declined


def test_a_reply_that_cites_everything_gets_what_is_proved() -> None:
    marks = "".join(f'[{number}: "twelve days of annual leave"]' for number in range(1, 20))
    assert of(f"Twelve days. {marks}") == "Twelve days. [1]"


@pytest.mark.parametrize(
    "text", ["See [the form] or [3 of them", "a[i] = b[j]", "[", "x [12", '[1: "never ends', "…[no"]
)
def test_brackets_that_are_no_marks_stay(text: str) -> None:
    assert of(text).removesuffix(" [?]") == text


@pytest.mark.parametrize(
    ("reply", "gone"),
    [
        ("See https://evil.example/x?q=1 now.", "evil.example"),
        ("See [this](https://evil.example/x) now.", "evil.example"),
        ("See [this](&#104;ttps://evil.example) now.", "evil.example"),
        ("See [this](https\\://evil.example) now.", "evil.example"),
        ("![x](https://evil.example/leak.png)", "evil.example"),
        ("Write to boss@evil.example now.", "evil.example"),
        ("<https://evil.example>", "evil.example"),
    ],
)
def test_a_link_that_stands_in_no_passage_is_left_out(reply: str, gone: str) -> None:
    for pieces in ([reply], list(reply)):
        assert gone not in checked(pieces)[0]


def test_a_link_of_the_passages_stays() -> None:
    assert of('See https://example.org/trips. [2: "See https://example.org/trips for"]').startswith(
        "See https://example.org/trips."
    )


WHOLE = (
    'Twelve days [1: "twelve days of annual leave"]. Thirty. [2: "twelve days of annual leave"] See the form\n\n'
    '- by train: second class; [2: "paid in second class"; 1: "nowhere to be found"]\n- [link](https://evil.example)\n'
    "Mười hai ngày. [3: “mười hai ngày nghỉ phép”] [none] 3.5 [1] … Done"
)


@given(st.lists(st.integers(0, len(WHOLE)), max_size=40).map(sorted))
def test_how_a_reply_is_cut_up_changes_nothing(cuts: list[int]) -> None:
    places = [0, *cuts, len(WHOLE)]
    pieces = [WHOLE[start:end] for start, end in itertools.pairwise(places)]
    assert checked(pieces) == checked([WHOLE])


@given(st.text(alphabet='[]:;,."“” \n12none?aé', max_size=60), st.lists(st.integers(0, 60), max_size=6).map(sorted))
def test_whatever_is_written_nothing_unproved_gets_a_number(text: str, cuts: list[int]) -> None:
    places = [0, *(min(cut, len(text)) for cut in cuts), len(text)]
    pieces = [text[start:end] for start, end in itertools.pairwise(places)]
    shown, note = checked(pieces)
    assert (shown, note) == checked([text])
    assert not note["citations"]
    assert set(SHOWN.findall(shown)) <= {"?"}
