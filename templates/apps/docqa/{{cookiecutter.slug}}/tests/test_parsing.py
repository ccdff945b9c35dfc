"""Every kind of file, every encoding and every reason to fail, each through a reading process of its own."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from app.documents import failures, kinds, reader
from app.documents.extracted import Extracted, Unreadable
from app.documents.settings import DocumentSettings
from tests import document_files as files


def read(name: str, data: bytes, **limits: Any) -> Extracted:
    return reader.read(kinds.kind_of(name), data, DocumentSettings(**limits), lambda: True)


def failure(name: str, data: bytes, **limits: Any) -> str:
    with pytest.raises(Unreadable) as fault:
        read(name, data, **limits)
    assert fault.value.code in failures.SENTENCES["en"]
    return fault.value.code


@pytest.mark.parametrize("name", ["a.docx", "a.pptx", "a.html", "a.md", "a.txt", "a.eml"])
def test_words_keep_their_marks_in_every_kind(name: str) -> None:
    assert files.SENTENCE in read(name, files.FILES[name]()).text


@pytest.mark.parametrize("name", ["a.docx", "a.pptx", "a.html", "a.md"])
def test_headings_stand_where_they_are_said_to(name: str) -> None:
    extracted = read(name, files.FILES[name]())
    assert extracted.headings[0].title == files.TITLE
    for heading in extracted.headings:
        assert extracted.text[heading.start :].startswith(heading.title)


def test_each_page_of_a_pdf_begins_where_it_is_said_to() -> None:
    extracted = read("a.pdf", files.pdf())
    assert len(extracted.pages) == 3
    for number, start in enumerate(extracted.pages, 1):
        assert extracted.text[start:].startswith(f"{number}.1 Annual leave")
    assert [heading.title for heading in extracted.headings] == [f"{number}.1 Annual leave" for number in (1, 2, 3)]


def test_slides_are_pages_and_keep_what_the_speaker_noted() -> None:
    extracted = read("a.pptx", files.pptx())
    assert len(extracted.pages) == 2
    assert extracted.text.startswith(files.TITLE)
    assert "Lời người nói" in extracted.text


@pytest.mark.parametrize(("name", "make"), [("a.csv", files.csv), ("a.xlsx", files.xlsx)])
def test_a_row_can_be_understood_away_from_its_table(name: str, make: Callable[[], bytes]) -> None:
    assert "Chức vụ: Quản lý; Số ngày: 15" in read(name, make()).text


def test_what_frames_a_page_of_the_web_is_left_out() -> None:
    text = read("a.html", files.html()).text
    assert "hidden" not in text
    assert "Trang đầu" not in text
    assert "title" not in text


def test_markdown_is_read_as_its_reader_sees_it() -> None:
    source = "# One\n\n[a *link*](https://example.org), ![a picture](x.png)\n\n```\n# no heading\n```\n\n1\\. x_y_z\n"
    extracted = read("a.md", source.encode())
    assert extracted.text == "One\n\na link, a picture\n\n# no heading\n\n1. x_y_z\n"
    assert [heading.title for heading in extracted.headings] == ["One"]


VIETNAMESE = "Người lao động được nghỉ phép mười hai ngày mỗi năm; lương giữ nguyên."
JAPANESE = "従業員は年に十二日の休暇があります。"
FRENCH = "L'employé a droit à douze jours de congé : c’est précisé à l'article « Congés »."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (VIETNAMESE, "utf-8"),
        (VIETNAMESE, "utf-8-sig"),
        (VIETNAMESE, "utf-16"),
        (VIETNAMESE, "utf-16-le"),
        (VIETNAMESE, "utf-16-be"),
        (VIETNAMESE, "cp1258"),
        (JAPANESE, "shift_jis"),
        (FRENCH, "cp1252"),
        ("Plain letters only.", "ascii"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_text_is_read_in_the_encoding_that_people_have(name: str, text: str, encoding: str) -> None:
    data = in_1258(text) if encoding == "cp1258" else text.encode(encoding)
    said = read(name, data).text
    assert " ".join(said.replace("\n", " ").split()) == text


def in_1258(text: str) -> bytes:
    """Write Vietnamese as Windows does: some letters whole, else a letter and its tone."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    written = ""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in parts if mark in tones), "")
        written += unicodedata.normalize("NFC", parts.replace(tone, "") if tone else parts) + tone
    return written.encode("cp1258")


def test_a_mail_in_an_older_encoding_is_read() -> None:
    head = b"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=windows-1258\r\n"
    data = head + b"Content-Transfer-Encoding: 8bit\r\n\r\n" + in_1258(VIETNAMESE)
    assert VIETNAMESE in unicodedata.normalize("NFC", read("a.eml", data).text)


UNREADABLE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a scan": ("a.pdf", files.scan, "no_text"),
    "a locked pdf": ("a.pdf", files.locked_pdf, "password"),
    "a locked document": ("a.docx", lambda: kinds.LOCKED + b"\0" * 600, "password"),
    "half a pdf": ("a.pdf", lambda: files.pdf()[:700], "damaged"),
    "another thing called pdf": ("a.pdf", lambda: b"no pdf at all", "damaged"),
    "half a document": ("a.docx", lambda: files.docx()[:2000], "damaged"),
    "a broken archive": ("a.pptx", lambda: b"PK\x03\x04 garbage", "damaged"),
    "another thing called xlsx": ("a.xlsx", lambda: b"<html>", "damaged"),
    "bytes that are no text": ("a.txt", lambda: bytes(range(256)) * 40, "damaged"),
    "space": ("a.txt", lambda: b" \r\n\t ", "empty"),
    "nothing": ("a.pdf", lambda: b"", "empty"),
    "a page without words": ("a.html", lambda: b"<html><body></body></html>", "no_text"),
    "a bomb": ("a.docx", files.bomb, "too_much"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_file_that_cannot_be_read_says_why(case: str) -> None:
    name, make, code = UNREADABLE[case]
    assert failure(name, make()) == code


def test_a_bomb_that_hides_its_size_ends_its_reader_and_nothing_else() -> None:
    assert failure("a.docx", files.quiet_bomb(), document_memory_mb=512) in {"too_much", "damaged"}
    assert read("a.txt", b"Still here.").text == "Still here."


def test_a_file_that_keeps_its_reader_busy_is_given_up() -> None:
    endless = b"a,b\n" + b'"x","y"\n' * 3_000_000
    assert failure("a.csv", endless, document_seconds=1) == "too_slow"


def test_too_large_and_too_many_pages() -> None:
    assert failure("a.txt", b"x" * 1_000_001, document_mb=1) == "too_large"
    assert failure("a.pdf", files.pdf(pages=4), document_pages=3) == "too_many_pages"


@pytest.mark.parametrize("name", ["a.exe", "a.doc", "a", ".pdf", "a.pdf.zip"])
def test_an_unknown_kind_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(Unreadable) as fault:
        kinds.kind_of(name)
    assert fault.value.code == "unknown_kind"


def test_every_failure_has_its_sentence_in_both_languages() -> None:
    assert failures.SENTENCES["en"].keys() == failures.SENTENCES["vi"].keys()
    for language in failures.SENTENCES:
        for code in failures.SENTENCES[language]:
            said = failures.described(code, language, DocumentSettings().limits())
            assert "{" not in said["message"] + said["hint"]
