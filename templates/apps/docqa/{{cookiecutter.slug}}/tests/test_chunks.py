"""Passages are slices of their text: whatever the text, and wherever its pages and headings begin."""

from hypothesis import given
from hypothesis import strategies as st

from app.documents import markdown
from app.documents.chunks import LONGEST, chunked
from app.documents.extracted import Extracted, Heading
from app.documents.sentences import spans

LINES = st.lists(st.text(alphabet="ab .!?\tđế\u0301😀#|-:", max_size=60), max_size=30).map("\n".join)


@st.composite
def texts(draw: st.DrawFn) -> Extracted:
    text = draw(LINES | st.text(max_size=3000))
    places = st.integers(0, max(len(text) - 1, 0))
    headings = sorted(draw(st.lists(places, max_size=4, unique=True)))
    pages = sorted({0, *draw(st.lists(places, max_size=4))}) if draw(st.booleans()) else []
    return Extracted(text, [Heading(at, 1 + at % 3, text[at : at + 5].strip()) for at in headings], pages)


@given(texts())
def test_every_passage_is_the_slice_it_says(extracted: Extracted) -> None:
    last = 0
    for chunk in chunked(extracted):
        assert chunk.text == extracted.text[chunk.start : chunk.end]
        assert last <= chunk.start < chunk.end <= len(extracted.text)
        assert len(chunk.text) <= LONGEST
        last = chunk.end


@given(texts())
def test_every_passage_lies_on_the_page_it_says(extracted: Extracted) -> None:
    for chunk in chunked(extracted):
        if extracted.pages:
            assert chunk.page is not None
            assert extracted.pages[chunk.page - 1] <= chunk.start
            assert chunk.page == len(extracted.pages) or chunk.end <= extracted.pages[chunk.page]
        else:
            assert chunk.page is None


@given(texts())
def test_no_word_is_lost(extracted: Extracted) -> None:
    said = "".join(chunk.text for chunk in chunked(Extracted(extracted.text, [], extracted.pages)))
    assert "".join(said.split()) == "".join(extracted.text.split())


@given(LINES)
def test_headings_of_markdown_stand_where_they_are_said_to(source: str) -> None:
    extracted = markdown.read(source)
    for heading in extracted.headings:
        assert extracted.text[heading.start :].startswith(heading.title)


@given(st.text(max_size=2000) | LINES)
def test_sentences_are_slices_that_lose_no_word(text: str) -> None:
    found = list(spans(text))
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in found)
    assert "".join("".join(text[start:end] for start, end in found).split()) == "".join(text.split())


def test_a_passage_keeps_the_headings_above_it() -> None:
    text = "# Leave\n\n## Parents\n\nSixteen weeks.\n\n## Illness\n\nFull pay.\n\n# Travel\n\nBy train.\n"
    found = chunked(markdown.read(text))
    assert [(chunk.headings, chunk.text.split("\n")[-1]) for chunk in found] == [
        (("Leave", "Parents"), "Sixteen weeks."),
        (("Leave", "Illness"), "Full pay."),
        (("Travel",), "By train."),
    ]


def test_sentences_end_where_a_reader_would_say() -> None:
    text = "Dr. An came. He left at 3.5 hours.\nĐiều 2. Nghỉ phép năm\nLoại: Phép; Ngày: 12\nLoại: Ốm; Ngày: 30"
    assert [text[start:end] for start, end in spans(text)] == [
        "Dr. An came.",
        "He left at 3.5 hours.",
        "Điều 2. Nghỉ phép năm",
        "Loại: Phép; Ngày: 12",
        "Loại: Ốm; Ngày: 30",
    ]
