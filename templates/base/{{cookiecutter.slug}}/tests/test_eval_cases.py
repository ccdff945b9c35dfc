import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evaluation.cases import Case, gathered, read
from app.evaluation.comparing import comparable
from app.faults import OwnerFault

WHOLE = {
    "input": "How much?",
    "contains": ["60"],
    "not_contains": ["free"],
    "matches": r"\d+",
    "refuses": False,
    "language": "en",
    "max_words": 50,
    "label": "price",
}


def write(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_a_line_with_every_field_is_read(tmp_path: Path) -> None:
    (case,) = read(write(tmp_path / "cases.jsonl", json.dumps(WHOLE)))
    assert case.model_dump(mode="json") == WHOLE


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("{", "this is not JSON: EOF while parsing an object"),
        ("[]", "this is not a JSON object"),
        ('"a"', "this is not a JSON object"),
        ('{"max_words": 3}', "`input` is missing"),
        ('{"input": " "}', "`input` is ' ', but string should match pattern"),
        ('{"input": 1}', "`input` is 1, but input should be a valid string"),
        ('{"input": "a", "max_word": 3}', "`max_word` is not a known key; did you mean `max_words`?"),
        ('{"input": "a", "max_words": 0}', "`max_words` is 0, but input should be greater than or equal to 1"),
        ('{"input": "a", "contains": []}', "`contains` is [], but tuple should have at least 1 item"),
        ('{"input": "a", "contains": "b"}', "`contains` is 'b', but input should be a valid"),
        ('{"input": "a", "matches": "("}', "`matches` is '(', but not a regular expression: missing )"),
        ('{"input": "a", "language": "fr"}', "`language` is 'fr', but input should be 'en', 'vi' or ''"),
        ('{"input": "\\ud800"}', "this is not JSON: "),
        (json.dumps({"input": "a", "matches": "b" * 1001}), "`matches` is 'bbbbb"),
    ],
)
def test_a_wrong_line_is_one_sentence_that_names_it(tmp_path: Path, line: str, wrong: str) -> None:
    path = write(tmp_path / "cases.jsonl", '{"input": "a\u2028b"}', "", line)
    with pytest.raises(OwnerFault) as raised:
        read(path)
    assert str(raised.value).startswith(f"{tmp_path.name}/cases.jsonl, line 3: {wrong}")
    assert len(str(raised.value)) < 300
    assert "\n" not in str(raised.value)


def test_a_file_that_is_not_there_or_no_text_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OwnerFault, match=r"/cases\.jsonl cannot be read: No such file"):
        gathered(tmp_path, "en")
    (tmp_path / "cases.jsonl").write_bytes(b"\xff")
    with pytest.raises(OwnerFault, match=r"/cases\.jsonl is not UTF-8 text"):
        gathered(tmp_path, "en")


def test_without_a_case_there_is_nothing_to_evaluate(tmp_path: Path) -> None:
    write(tmp_path / "cases.jsonl", "")
    with pytest.raises(OwnerFault, match="holds no case"):
        gathered(tmp_path, "en")


@pytest.mark.parametrize(("language", "asked"), [("en", "e"), ("vi-VN", "v"), ("de", "e")])
def test_safety_is_asked_in_the_product_s_language(tmp_path: Path, language: str, asked: str) -> None:
    write(tmp_path / "cases.jsonl", '{"input": "own"}')
    write(tmp_path / "safety.en.jsonl", '{"input": "e"}')
    write(tmp_path / "safety.vi.jsonl", '{"input": "v"}')
    assert [case.input for case in gathered(tmp_path, language)] == ["own", asked]


def test_the_same_case_has_the_same_key_and_another_check_makes_another() -> None:
    def key(**fields: Any) -> str:
        return Case.model_validate({"input": "a", **fields}).key

    assert key(max_words=3, contains=["b"]) == key(contains=["b"], max_words=3)
    assert len({key(), key(max_words=3), key(refuses=True), key(refuses=False)}) == 4


@given(st.text())
def test_comparing_is_settled_after_one_time(text: str) -> None:
    once = comparable(text)
    assert comparable(once) == once
    assert comparable(f"  {text}\n") == once
