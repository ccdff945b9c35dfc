"""What is wrong with labels and examples is a sentence each, in the product's language, and the rest still serves."""

from pathlib import Path

import pytest

from app import examples, labels, product
from app.faults import OwnerFault
from tests import triage


def labels_of(project: Path, tables: str, choose: str = "one", language: str = "en") -> labels.Labels:
    words = triage.PRODUCT.replace("{choose}", choose).replace("{language}", language)
    (project / "product.toml").write_text(words + tables, encoding="utf-8")
    return labels.of(product.load(project / "product.toml"))


A, B = '[[labels]]\nname = "a"\ndescription = "x y"\n', '[[labels]]\nname = "b"\ndescription = "z"\n'


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize(
    ("code", "tables", "names"),
    [
        ("no_labels", A, ["a"]),
        ("no_name", f'{A}{B}[[labels]]\nname = " "\n', ["a", "b"]),
        ("duplicate", A + B + A.replace('"a"', '"A"'), ["a", "b"]),
        ("same_meaning", A + B + '[[labels]]\nname = "c"\ndescription = "X  y"\n', ["a", "b", "c"]),
        ("scale", "".join(f'[[labels]]\nname = "{n}"\n' for n in range(1, 6)), ["1", "2", "3", "4", "5"]),
    ],
)
def test_each_fault_of_the_labels_is_one_sentence(
    tmp_path: Path, code: str, tables: str, names: list[str], language: str
) -> None:
    found = labels_of(tmp_path, tables, language=language)
    (sentence,) = found.faults
    start = labels.SENTENCES[language][code].split("{")[0]
    assert sentence.startswith(start)
    assert "{" not in sentence
    assert found.names == names


def test_labels_that_are_no_tables_and_a_choice_that_is_none_are_told(tmp_path: Path) -> None:
    found = labels_of(tmp_path, "", choose="score")
    assert [sentence.split(";")[0] for sentence in found.faults] == [
        "`choose` in product.toml is “score”",
        "product.toml names fewer than two labels",
    ]
    (tmp_path / "product.toml").write_text('labels = ["a"]\n[product]\nname = "x"\n', encoding="utf-8")
    assert labels.of(product.load(tmp_path / "product.toml")).faults[0].startswith("The labels in product.toml are no")


TWO = labels.Labels((labels.Label("a"), labels.Label("b")))
MANY = labels.Labels(TWO.all, "many")


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("no_text", (9, "", "a")),
        ("no_label", (9, "new", "")),
        ("unknown", (9, "new", "aa")),
        ("duplicate", (9, "Text 0", "a")),
        ("overlapping", (9, "text  0", "b")),
    ],
)
def test_each_fault_of_the_examples_is_one_sentence(code: str, line: examples.Line, language: str) -> None:
    sound = [(number + 2, f"text {number}", "ab"[number % 2]) for number in range(4)]
    found = examples.of([*sound, line, line], TWO, language)
    told = examples.SENTENCES[language][code].split("{")[0].split("“")[0]
    assert told in found.faults[0]
    assert " 9" in found.faults[0]
    left = 3 if code == "overlapping" else 4
    assert len(found.learned) == left


def test_a_label_with_far_fewer_examples_than_others_is_rare() -> None:
    found = examples.of([(n, f"text {n}", "a") for n in range(9)] + [(9, "other", "b")], TWO, "en")
    assert found.faults == (examples.SENTENCES["en"]["rare"].format(label="b", count=1, few=5),)


def test_many_labels_stand_on_a_line_each_and_none_is_an_empty_one() -> None:
    found = examples.of([(2, "x", "a"), (3, "x", "b"), (4, "y", "")], MANY, "en")
    assert {example.text: set(example.labels) for example in found.learned} == {"x": {"a", "b"}, "y": set()}


def test_one_in_five_is_held_out_by_its_text_alone() -> None:
    lines = [(n, f"text {n}", "ab"[n % 2]) for n in range(500)]
    found = examples.of(lines, TWO, "en")
    again = examples.of([(n, text.upper(), label) for n, text, label in reversed(lines)], TWO, "en")
    assert {example.key for example in found.held_out} == {example.key for example in again.held_out}
    assert 60 <= len(found.held_out) <= 140
    assert len(found.learned) + len(found.held_out) == 500


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"a,b\n", "needs a first line"), (b"text,label\n\xff,a\n", "not UTF-8"), (b"", "needs a first line")],
)
def test_a_file_that_is_none_is_one_sentence(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "examples.csv").write_bytes(content)
    with pytest.raises(OwnerFault, match=told):
        examples.read(tmp_path / "examples.csv")
