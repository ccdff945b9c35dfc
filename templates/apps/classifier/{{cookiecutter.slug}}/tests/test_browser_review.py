"""Review in a real browser, by keyboard alone, at a desk and on a phone: `make test-browser`."""

import asyncio
import csv
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest

from app.classifier import Classifier
from app.drifting.weeks import Drift, Week
from app.quality import files, measuring
from tests import triage

pytestmark = pytest.mark.browser

Serve = Callable[[Path], httpx2.Client]
GREY = ["grey", "grey thing", "a grey", "grey, grey", "grey number"]
WIDE = "document.documentElement.scrollWidth"


@pytest.fixture(autouse=True)
def _words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLASSIFY_EMBEDDINGS", "false")


@pytest.fixture
def address(serve: Serve, tmp_path: Path) -> str:
    client = serve(triage.write(tmp_path, triage.COLOURS, {"p": "", "q": ""}))
    client.post("/api/classify", json={"texts": [*GREY, "a red thing, number 99"]}).raise_for_status()
    return str(client.base_url)


def decided(project: Path) -> dict[str, str]:
    with (project / "data/examples.csv").open(encoding="utf-8", newline="") as file:
        return {row["text"]: row["label"] for row in csv.DictReader(file) if row["text"] in GREY}


def left(page: Any, count: int) -> None:
    """Wait until so many texts wait, and the next one can be decided on."""
    page.locator(".place", has_text=str(count)).wait_for()
    page.locator(".nearest li").first.wait_for()
    page.wait_for_function("() => document.activeElement.id === 'waiting'")


@pytest.mark.parametrize("width", [1280, 390])
def test_number_keys_label_and_s_u_and_arrows_do_the_rest(page: Any, address: str, tmp_path: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}/#review")
    left(page, 5)
    first = page.locator("#waiting").inner_text()
    page.keyboard.press("2")
    page.get_by_role("status").get_by_text("Label: q.").wait_for()
    assert decided(tmp_path) == {first: "q"}
    left(page, 4)
    second = page.locator("#waiting").inner_text()
    page.keyboard.press("s")
    page.wait_for_function("text => document.querySelector('#waiting').textContent !== text", arg=second)
    third = page.locator("#waiting").inner_text()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("text => document.querySelector('#waiting').textContent !== text", arg=third)
    page.keyboard.press("ArrowLeft")
    page.locator("#waiting", has_text=third).wait_for()
    page.keyboard.press("u")  # the skip
    page.get_by_role("status").get_by_text("Taken back.").wait_for()
    page.keyboard.press("u")  # the label
    page.locator("#waiting", has_text=re.compile(f"^{first}$")).wait_for()
    left(page, 5)
    assert decided(tmp_path) == {}
    assert page.evaluate(WIDE) == width
    for count in range(4, 0, -1):
        page.keyboard.press("1")
        left(page, count)
    page.keyboard.press("1")
    page.get_by_text("Nothing waits for you").wait_for()
    deadline = time.monotonic() + 15  # the page is ahead of the file
    while decided(tmp_path) != dict.fromkeys(GREY, "p"):
        assert time.monotonic() < deadline


@pytest.mark.parametrize("width", [1280, 390])
def test_what_was_labelled_is_found_filtered_and_corrected(page: Any, address: str, tmp_path: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}/#results")
    page.locator("tbody tr").nth(5).wait_for()
    assert page.evaluate(WIDE) == width
    page.locator("#find-text").fill("red thi")
    page.wait_for_function("() => document.querySelectorAll('tbody tr').length === 1")
    assert page.locator(".tag").inner_text() == "p"
    page.locator("#find-text").fill("")
    page.get_by_label("Any label").select_option(index=1)  # those without one
    page.wait_for_function("() => document.querySelectorAll('tbody tr').length === 5")
    page.get_by_label("Any confidence").select_option("0.95 and above")
    page.get_by_text("Nothing found").wait_for()
    page.get_by_label("Any confidence").select_option("Any confidence")
    page.get_by_label("Any label").select_option("p (1)")
    page.locator("tbody a", has_text="a red thing, number 99").click()
    page.locator("#waiting", has_text="a red thing, number 99").wait_for()
    page.locator(".choice", has_text="q").click()
    page.wait_for_function("() => document.querySelector('#waiting').textContent !== 'a red thing, number 99'")
    page.goto(f"{address}/#results")
    page.locator("tbody tr", has_text="a red thing, number 99").get_by_text("by a person").wait_for()


def test_one_of_many_labels_is_found_by_its_letters(page: Any, serve: Serve, tmp_path: Path) -> None:
    names = [f"label {number}" for number in range(77)]
    texts = {name: [f"about {name}, part {part}" for part in "abc"] for name in names}
    client = serve(triage.write(tmp_path, texts, dict.fromkeys(names, "")))
    client.post("/api/classify", json={"text": "about something else"}).raise_for_status()
    page.goto(f"{client.base_url}/#review")
    page.locator(".choice kbd").nth(8).wait_for()
    assert page.locator(".choice").count() == 9
    page.keyboard.press("/")
    page.wait_for_function("() => document.activeElement.id === 'find-label'")
    page.keyboard.type("bel 53")
    page.locator(".others .choice", has_text="label 53").wait_for()
    page.keyboard.press("Enter")
    page.get_by_text("Nothing waits for you").wait_for()
    page.get_by_role("status").get_by_text("Label: ").wait_for()
    with (tmp_path / "data/examples.csv").open(encoding="utf-8") as file:
        assert "about something else,label 53\n" in file.readlines()


def test_several_labels_are_marked_and_then_given(page: Any, serve: Serve, tmp_path: Path) -> None:
    client = serve(triage.write(tmp_path, triage.EXAMPLES, choose="many"))
    client.post("/api/classify", json={"text": "The bill for the broken spoke"}).raise_for_status()
    page.goto(f"{client.base_url}/#review")
    page.locator(".choice").nth(2).wait_for()
    page.locator(".nearest li").first.wait_for()
    page.wait_for_function("() => document.activeElement.id === 'waiting'")
    for number, name in enumerate(("billing", "opening", "repair"), 1):
        marked = page.locator(".choice", has_text=name).get_attribute("aria-pressed") == "true"
        if marked != (name != "opening"):
            page.keyboard.press(str(number))
    page.keyboard.press("Enter")
    page.get_by_text("Nothing waits for you").wait_for()
    page.get_by_role("status").get_by_text("Label: ").wait_for()
    lines = (tmp_path / "data/examples.csv").read_text(encoding="utf-8").splitlines()[-2:]
    assert lines == ["The bill for the broken spoke,billing", "The bill for the broken spoke,repair"]


def test_report_and_weeks_open_by_keyboard_with_plots_that_say_what_they_show(
    page: Any, serve: Serve, tmp_path: Path
) -> None:
    project = triage.write(tmp_path, triage.COLOURS, {"p": "", "q": ""})
    with ThreadPoolExecutor(1) as pool:  # the browser's own loop runs in this thread
        measured = measuring.measured(Classifier(project), project / "evals", "local", 1)
        files.save(pool.submit(asyncio.run, measured).result(), project / "evals")
    weeks = [Week(week=date(2026, 11, 9), counts={"p": 90, "q": 90}), Week(week=date(2026, 11, 16), counts={"p": 180})]
    drift = Drift(made=datetime.now(UTC), name="Spoke", language="en", weeks=weeks)
    (project / "evals/drift.json").write_text(drift.model_dump_json(), encoding="utf-8")
    page.goto(str(serve(project).base_url))
    page.get_by_role("link", name="Report").press("Enter")
    page.get_by_role("img", name="Confidence against the share that is right").wait_for()
    assert len(said_by_plots(page)) >= 3
    page.go_back()
    page.get_by_role("link", name="Week by week").press("Enter")
    page.get_by_role("img", name="Labels by week").wait_for()
    assert said_by_plots(page) == ["2026-11-09: p 50%, q 50%; 2026-11-16: p 100%, q 0%"]
    page.get_by_text("Week of 2026-11-16: the labels changed.").wait_for()
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate(WIDE) == 390


def said_by_plots(page: Any) -> list[str]:
    """Return what a screen reader says of each plot."""
    return [text for plot in page.get_by_role("img").all() if (text := plot.locator("desc").text_content())]
