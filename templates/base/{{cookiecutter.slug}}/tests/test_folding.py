import pytest

from app.folding import fold, shingles


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Đặt lịch hẹn", "dat lich hen"), ("ĐƯỜNG", "duong"), ("Straße", "strasse"), ("日本", "日本"), ("", "")],
)
def test_marks_and_case_are_gone(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert fold("\u1eb7") == fold("a\u0306\u0323") == "a"


def test_shingles_cross_words_but_not_punctuation() -> None:
    assert (
        shingles("Go on!") == shingles("  go,on") == {" go", "go ", "o o", " on", "on ", " go ", "go o", "o on", " on "}
    )
