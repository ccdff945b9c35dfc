"""`python -m app drift` and its page: what changed from week to week, in plain words."""

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import update

from app import db
from app.drifting import page, plots
from app.drifting.weeks import Change, Drift, Week, changes
from app.drifting.words import WORDS
from app.results import store
from app.results.store import Labelled
from app.results.tables import results
from tests import triage

Run = Callable[..., subprocess.CompletedProcess[str]]
Serve = Callable[[Path], httpx2.Client]
MONDAY = date(2026, 11, 2)


def weeks(*counts: dict[str, int], far: tuple[int, ...] = ()) -> Drift:
    found = [
        Week(week=MONDAY + timedelta(weeks=at), counts=each, sampled=100 if far else 0, far=far[at] if far else 0)
        for at, each in enumerate(counts)
    ]
    return Drift(made=datetime(2026, 11, 26, tzinfo=UTC), name="Mail & <b>", language="en", weeks=found)


def last(drift: Drift) -> Change:
    return changes(drift)[-1]


def test_a_mix_that_moved_is_told_from_chance_and_from_what_is_too_little_to_matter() -> None:
    same = {"a": 500, "b": 500}
    assert last(weeks(same, same, {"a": 520, "b": 480})).mix == "steady"
    assert last(weeks({"a": 50_000, "b": 50_000}, {"a": 52_000, "b": 48_000})).mix == "steady"  # certain, and small
    assert last(weeks({"a": 20, "b": 20}, {"a": 25, "b": 15})).mix == "steady"  # large, and by chance
    assert last(weeks(same, {"a": 3, "b": 1})).mix == "too_few"
    moved = last(weeks(same, same, {"a": 200, "b": 700, "c": 100}))
    assert (moved.mix, moved.label) == ("moved", "a")
    assert moved.moved == pytest.approx(0.3)


def test_texts_that_are_further_from_the_examples_are_told() -> None:
    same = {"a": 100}
    assert last(weeks(same, same, same, far=(5, 6, 7))).distance == "steady"
    assert last(weeks(same, same, same, far=(5, 6, 30))).distance == "moved"
    assert last(weeks(same, same)).distance == "too_few"


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_page_says_it_in_words_and_its_plots_have_text(language: str) -> None:
    found = weeks({"a": 500, "": 500}, {"a": 100, "<i>": 900}, far=(5, 40)).model_copy(update={"language": language})
    text = page.served(found, "Mail & <b>", language, "")
    assert text.count('role="img"') == text.count("<desc>2026") == 2
    assert "&lt;i&gt;" in text
    assert "<b>" not in text.replace("<b>Mail &amp; &lt;b&gt;</b>", "")
    words = WORDS[language]
    assert words["far_moved"].split("{")[0].strip() in text
    assert "90%" in text
    assert "style=" not in text
    assert f'lang="{language}"' in text


def test_the_shares_of_a_week_fill_its_bar() -> None:
    names = [f"label {number}" for number in range(77)]
    week = Week(week=MONDAY, counts={name: at + 1 for at, name in enumerate(names)})
    parts = list(plots.bar(week, names[-6:], 0, 10, WORDS["en"]))
    heights = [float(part.split('height="')[1].split('"')[0]) for part in parts]
    assert len(parts) == 7
    assert sum(heights) == pytest.approx(plots.HIGH, abs=1)


def test_the_command_compares_what_is_kept_and_the_page_shows_it(
    run: Run, serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLASSIFY_EMBEDDINGS", "false")
    triage.write(tmp_path, triage.COLOURS, {"p": "", "q": ""})
    words = {"product": (tmp_path / "product.toml").read_text(encoding="utf-8")}
    empty = run("drift", **words)
    assert empty.returncode == 1
    assert "Nothing is kept yet" in empty.stderr
    client = serve(tmp_path)
    assert "Nothing to compare yet" in client.get("/drift").text
    fill_weeks()
    done = run("drift", **words)
    assert done.returncode == 0, done.stderr
    assert "the labels changed" in done.stdout
    assert "more texts are far from every example" in done.stdout
    saved = json.loads((tmp_path / "evals/drift.json").read_bytes())
    assert [sum(week["counts"].values()) for week in saved["weeks"]] == [80, 80, 40]
    assert client.get("/drift").text.count("<desc>") == 2


def fill_weeks() -> None:
    """Keep two weeks of red and blue things, and one of what no example is like."""
    things = [f"a {colour} thing, number {n}" for n in range(40) for colour in ("red", "blue")]
    strange = [f"qwerty{n} uiop{n}" for n in range(40)]
    with db.write() as connection:
        for at, texts in enumerate((things, things, strange)):
            labels = ["q" if "blue" in text else "p" for text in texts]
            rows = [
                Labelled(text, label, label, 0.9, "local", "", True) for text, label in zip(texts, labels, strict=True)
            ]
            store.add(connection, rows)
            week = MONDAY - timedelta(weeks=100 - at)
            connection.execute(update(results).where(results.c.week > MONDAY - timedelta(weeks=90)).values(week=week))
