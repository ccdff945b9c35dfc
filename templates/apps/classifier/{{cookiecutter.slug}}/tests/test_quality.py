"""What an evaluation counts, and that it counts every row."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.quality import comparing, page
from app.quality.figures import figures
from app.quality.rows import Row, Run
from app.quality.table import lines
from app.quality.words import WORDS

NAMES = ["p", "q", "r"]


def run(rows: list[Row], **fields: Any) -> Run:
    return Run(
        **{
            "begun": datetime(2026, 1, 2, tzinfo=UTC),
            "name": "Spoke & Chain",
            "language": "en",
            "way": "decisions",
            "answerer": "plain",
            "is_model": True,
            "choose": "one",
            "labels": NAMES,
            "commonest": ["p"],
            "target": 0.95,
            "thresholds": {"": 0.8},
            "calibration": "platt",
            "learning": None,
            "suspects": [],
            "rows": rows,
            **fields,
        }
    )


def row(gold: str, guess: str = "", **fields: Any) -> Row:
    guesses = [guess] if guess else []
    return Row(**{"text": f"{gold} {guess}", "gold": [gold], "guess": guesses, "local": ["q"], **fields})


ROWS = st.lists(
    st.builds(
        row,
        st.sampled_from(NAMES),
        st.sampled_from([*NAMES, ""]),
        abstained=st.sampled_from(["", "unsure"]),
        fault=st.sampled_from(["", "", "timeout"]),
        confidence=st.none() | st.floats(0, 1),
    ),
    min_size=1,
    max_size=40,
)


@settings(deadline=None, max_examples=60)
@given(ROWS)
def test_every_row_is_counted_once(rows: list[Row]) -> None:
    found = figures(run(rows))
    assert sum(map(sum, found.matrix)) == len(rows) == sum(each.count for each in found.classes)
    on_diagonal = sum(counts[at] for at, counts in enumerate(found.matrix))
    assert found.accuracy.value == pytest.approx(on_diagonal / len(rows))
    assert found.accuracy.value == pytest.approx(sum(each.right for each in rows) / len(rows))
    for share in (found.accuracy, found.macro_f1):
        assert 0 <= share.low <= share.value + 1e-9
        assert share.value - 1e-9 <= share.high <= 1
    assert found.failed == sum(bool(each.fault) for each in rows)


def test_the_figures_are_those_of_the_textbook() -> None:
    rows = [*[row("p", "p")] * 6, *[row("p", "q")] * 2, *[row("q", "q")] * 3, row("q", "p"), row("r", fault="timeout")]
    found = figures(run(rows))
    assert found.accuracy.value == pytest.approx(9 / 13)
    p, q, r = found.classes
    assert [p.precision, p.recall] == pytest.approx([6 / 7, 6 / 8])
    assert [q.precision, q.recall] == pytest.approx([3 / 5, 3 / 4])
    assert (r.precision, r.recall, r.f1) == (0, 0, 0)
    assert found.macro_f1.value == pytest.approx((p.f1 + q.f1 + 0) / 3)
    assert [(pair.gold, pair.guess, pair.count) for pair in found.pairs] == [("p", "q", 2), ("q", "p", 1)]
    assert [each.name for each in found.baselines] == ["majority", "local"]
    assert found.baselines[0].accuracy.value == pytest.approx(8 / 13)
    assert found.baselines[1].accuracy.value == pytest.approx(4 / 13)


def test_with_many_labels_a_row_is_right_when_all_of_them_are() -> None:
    rows = [
        Row(text="a", gold=["p", "q"], guess=["p", "q"]),
        Row(text="b", gold=["p", "q"], guess=["p"]),
        Row(text="c", gold=[], guess=[]),
    ]
    found = figures(run(rows, choose="many"))
    assert found.accuracy.value == pytest.approx(2 / 3)
    assert [each.recall for each in found.classes] == [1, 0.5, 0]
    assert found.matrix == []


def test_the_table_and_the_page_hide_no_label_however_many_there_are() -> None:
    names = [f"label_{number:02}" for number in range(77)]
    made = run([row(name, names[-1]) for name in names], labels=names)
    found = figures(made)
    text, html = "\n".join(lines(made, found)), page.served(made, found, "")
    assert all(name in text and name in html for name in names)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_page_holds_nothing_that_its_policy_refuses(language: str) -> None:
    text = '<script>alert(1)</script> "q" & {{x}}'
    rows = [row("p", "q", text=text, confidence=0.7), row("q", "q", confidence=0.9), row("r", abstained="refusal")]
    suspect = {"text": text, "label": "p", "instead": "q", "probability": 1}
    made = run(rows, language=language, name=text, suspects=[suspect])
    html = page.served(made, figures(made), "/under")
    assert "<script" not in html
    assert " style=" not in html
    assert "<style" not in html
    assert html.count("&lt;script&gt;") >= 4
    files = {f"/under/{name}" for name in ("static/tokens.css", "theme.css", "static/report.css", "static/icon.svg")}
    assert {*re.findall(r'href="([^"]+)"', html)} == {*files, "/under/"}
    for svg in re.findall(r"<svg.*?</svg>", html, re.DOTALL):
        assert "<title>" in svg
        assert "<desc>" in svg


def test_the_exported_page_needs_no_other_file() -> None:
    made = run([row("p", "p", confidence=0.7)])
    html = page.whole(made, figures(made), 30)
    assert not re.findall(r"(?:href|src)=|url\(", html)
    assert "--hue:30" in html


def test_every_word_is_said_in_both_languages() -> None:
    assert {*WORDS["en"]} == {*WORDS["vi"]}
    for key, said in WORDS["en"].items():
        assert {*re.findall(r"{\w+}", said)} == {*re.findall(r"{\w+}", WORDS["vi"][key])}, key


def test_two_runs_are_compared_row_by_row() -> None:
    before = run([row("p", "q", text=f"text {n}") for n in range(10)] + [row("q", "q", text="same")])
    after = run([row("p", "p", text=f"Text  {n}") for n in range(10)] + [row("q", "q", text="same"), row("r", "r")])
    found = comparing.compared(before, after)
    assert (found.pairs, found.better, found.worse, found.unpaired, found.finding) == (11, 10, 0, 1, "better")
    assert len(found.changes) == 10
    assert found.sentence.startswith("Better (McNemar, p = 0.002)")


def test_a_few_changes_are_too_few_to_tell() -> None:
    before = run([row("p", "q", text=f"text {n}") for n in range(4)])
    found = comparing.compared(before, run([row("p", "p", text=f"text {n}") for n in range(4)]))
    assert found.sentence.startswith("Too few to tell")
