"""A page's picture, and where on it a quote stands, each through a process of its own."""

import struct
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from dataclasses import astuple
from typing import Literal

import pytest

from app.documents import pages
from app.documents.boxes import Box, lined
from app.documents.drawing import HIGHEST, WIDEST, Spot
from app.documents.extracted import Unreadable
from app.documents.refusals import Refusal
from tests import document_files as files
from tests.typeset import LEADING, LEFT, SIZE, TOP, endless, typeset

Form = Literal["NFC", "NFD"]

LETTER = 0.6 * SIZE  # points; Courier's are all this wide
RULE = ["Mỗi nhân viên có mười hai ngày", "nghỉ phép mỗi năm. Nghỉ ốm cần", "giấy của bác sĩ."]


def found(data: bytes, quote: str, number: int = 1, page: int = 1, lead: str = "") -> list[Box]:
    return pages.marked(data, Spot(page, lead, quote), number, 1).boxes


def stands_at(box: Box, line: int, column: int, length: int) -> bool:
    """Is a box around so many letters of a page of 842 points?"""
    left, baseline = LEFT + column * LETTER, 842 - TOP + line * LEADING
    sides = abs(box.left - left) < 1 and abs(box.right - left - length * LETTER) < 1
    return sides and baseline - SIZE * 1.1 < box.top < baseline - SIZE * 0.5 and baseline <= box.bottom < baseline + 6


def test_a_quote_has_a_box_on_each_of_its_lines() -> None:
    first, second = found(typeset([RULE]), "mười hai ngày nghỉ phép mỗi năm.")
    assert stands_at(first, 0, 17, 13)
    assert stands_at(second, 1, 0, 18)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("quote", ["nghỉ phép mỗi năm", "NGHỈ  PHÉP\nMỖI NĂM", "nghỉ phép mỗi\u00a0năm"])
def test_vietnamese_is_found_however_either_is_composed(form: Form, quote: str) -> None:
    (box,) = found(typeset([[unicodedata.normalize("NFD", line) for line in RULE]]), unicodedata.normalize(form, quote))
    assert box.left == pytest.approx(LEFT, abs=1)


def test_a_word_that_a_line_s_end_divides_is_one_word() -> None:
    first, second = found(typeset([["Every employee has an-", "nual leave."]]), "annual leave")
    assert stands_at(first, 0, 19, 3)
    assert stands_at(second, 1, 0, 10)


def test_of_what_stands_twice_that_is_marked_which_follows_what_stands_before_it() -> None:
    data = typeset([["Staff: ten days.", "Managers: ten days."]])
    assert stands_at(found(data, "ten days.")[0], 0, 7, 9)
    assert stands_at(found(data, "ten days.", lead="Staff: ten days.\nManagers: ")[0], 1, 10, 9)


def test_what_runs_over_to_the_next_page_is_marked_on_both() -> None:
    data = typeset([["First.", "It begins here"], ["and ends here.", "Last."], ["and ends here."]])
    (first,) = found(data, "begins here and ends here.", 1)
    (second,) = found(data, "begins here and ends here.", 2)
    assert stands_at(first, 1, 3, 11)
    assert stands_at(second, 0, 0, 14)
    assert found(data, "begins here and ends here.", 3) == []


@pytest.mark.parametrize("quote", ["", "what nobody said", "Mỗi nhân viên có mười ba ngày"])
def test_what_does_not_stand_there_has_no_box(quote: str) -> None:
    assert found(typeset([RULE]), quote) == []


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("cut", ["", "/CropBox [50 600 400 800]"])
def test_boxes_are_where_the_ink_is_however_a_page_is_turned_and_cut(turned: int, cut: str) -> None:
    data = typeset([["Every word of it"]], f"/Rotate {turned} {cut}")
    marked = pages.marked(data, Spot(1, "", "every word of it"), 1, 1)
    (box,) = marked.boxes
    size = (350, 200) if cut else (595, 842)
    assert (marked.width, marked.height) == (size[::-1] if turned in {90, 270} else size)
    width, height, ink = inked(pages.picture(data, 1))
    across, down = marked.width / width, marked.height / height
    places = [(column * across, row * down) for column, row in ink]
    assert all(box.left - 1 < x < box.right + 1 and box.top - 1 < y < box.bottom + 1 for x, y in places)
    assert max(x for x, _ in places) - min(x for x, _ in places) > 0.9 * (box.right - box.left) - SIZE
    assert max(y for _, y in places) - min(y for _, y in places) > 0.9 * (box.bottom - box.top) - SIZE


def inked(data: bytes) -> tuple[int, int, list[tuple[int, int]]]:
    """Read one of our pictures: its size, and the column and row of every dark point."""
    width, height = struct.unpack(">II", data[16:24])
    rows = zlib.decompress(b"".join(bodies(data)))
    length = 1 + 3 * width
    assert len(rows) == length * height
    reds = [rows[start + 1 : start + length : 3] for start in range(0, len(rows), length)]
    inked = [(y, row) for y, row in enumerate(reds) if min(row) < 128]
    return width, height, [(x, y) for y, row in inked for x, red in enumerate(row) if red < 128]


def bodies(data: bytes) -> Iterator[bytes]:
    """Yield the compressed parts, holding each part to its checksum."""
    place = 8
    while place < len(data):
        size, kind = struct.unpack(">I4s", data[place : place + 8])
        body = data[place + 8 : place + 8 + size]
        assert struct.pack(">I", zlib.crc32(kind + body)) == data[place + 8 + size : place + 12 + size]
        if kind == b"IDAT":
            yield body
        place += 12 + size


def test_what_was_cut_off_a_page_is_not_marked() -> None:
    assert found(typeset([RULE], "/CropBox [0 0 300 300]"), "nghỉ phép mỗi năm") == []


@pytest.mark.parametrize("size", ["0 0 14400 14400", "0 0 3 14400", "0 0 14400 3", "0 0 3 3"])
def test_a_picture_stays_within_its_bounds(size: str) -> None:
    width, height, _ = inked(pages.picture(typeset([["a"]], f"/CropBox [{size}] /MediaBox [{size}]"), 1))
    assert 1 <= width <= WIDEST + 1
    assert 1 <= height <= HIGHEST + 1


def test_a_page_that_takes_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCUMENT_SECONDS", "1")
    data = endless()
    assert len(data) < 4_000
    for attempt in (lambda: pages.picture(data, 1), lambda: found(data, "a")):
        with pytest.raises(Refusal) as refusal:
            attempt()
        assert refusal.value.code == "page_too_heavy"


def test_who_waits_too_long_for_a_turn_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PATIENCE", 0.1)
    with pages.turn(), pages.turn(), pytest.raises(Refusal) as refusal:
        pages.picture(files.pdf(), 1)
    assert refusal.value.code == "pages_busy"
    assert pages.picture(files.pdf(), 1)


UNREADABLE: list[tuple[Callable[[], bytes], str]] = [(files.locked_pdf, "password"), (lambda: b"%PDF-", "damaged")]


@pytest.mark.parametrize(("make", "code"), UNREADABLE)
def test_a_file_that_cannot_be_opened_says_why(make: Callable[[], bytes], code: str) -> None:
    for attempt in (lambda: pages.picture(make(), 1), lambda: found(make(), "a")):
        with pytest.raises(Unreadable) as fault:
            attempt()
        assert fault.value.code == code


def test_letters_of_a_line_are_one_box_and_writing_may_go_up() -> None:
    across = [Box(0, 0, 5, 10), Box(5, 2, 10, 8), None, Box(0, 20, 5, 30), Box(5, 20, 9, 30)]
    assert [astuple(box) for box in lined(across)] == [(0, 0, 10, 10), (0, 20, 9, 30)]
    assert lined([Box(0, 0, 5, 10), Box(40, 30, 45, 40)]) == [Box(0, 0, 5, 10), Box(40, 30, 45, 40)]
    assert lined([Box(0, 50, 10, 55), Box(0, 45, 10, 50), Box(0, 40, 10, 45)]) == [Box(0, 40, 10, 55)]
    assert lined([None]) == []
