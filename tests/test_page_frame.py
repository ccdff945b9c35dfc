"""The frame of the page: another language is one file, what opens gives the focus back, and its size is bounded."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from pages import App, chromium, generate


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def app(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    place = tmp_path_factory.mktemp("frame")
    app = App(generate("vi", place, environment), place / "app.db", {})
    app.start()
    yield app
    app.end()


def test_another_language_is_one_file(app: App, browser: Browser) -> None:
    words = app.project / "app/static/words"
    french = (words / "en.js").read_text(encoding="utf-8").replace('"New conversation"', '"Nouvelle conversation"')
    (words / "fr.js").write_text(french.replace('  send: "Send",\n', ""), encoding="utf-8")
    page = browser.new_page()
    page.goto(app.address)
    page.locator(".rail-foot .round").click()
    page.get_by_role("button", name="Français").click()
    page.get_by_role("button", name="Nouvelle conversation").wait_for()
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.get_by_role("button", name="Send").is_visible()  # what the file lacks is said in English
    page.close()
    (words / "fr.js").unlink()


def test_what_stood_beside_the_stage_returns_the_focus(app: App, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(app.address)
    starter = page.locator(".starters button").first
    starter.focus()
    page.evaluate(
        """async () => {
          const { openPanel, closePanel } = await import("./static/panel.js");
          const state = { panel: null };
          openPanel(state, { title: "Source", content: "words" });
          document.activeElement.blur();
          closePanel(state);
        }"""
    )
    assert starter.evaluate("button => button === document.activeElement")
    page.close()


def test_the_size_of_the_page_is_bounded(app: App) -> None:
    """What a first visit loads of ours, before compression; fonts and vendored libraries aside."""
    with urllib.request.urlopen(f"{app.address}/api/product") as answer:
        assert json.load(answer)["languages"] == ["en", "vi"]
    own = [file for file in (app.project / "app/static").rglob("*") if file.suffix in {".js", ".css", ".html"}]
    assert sum(file.stat().st_size for file in own if "vendor" not in file.parts) < 120_000
