"""The frame of the page: another language is one file, motion and size have bounds, an edit of product.toml shows."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from pages import App, chromium, generate, settled
from serving import free_port, serving


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


def test_what_moves_moves_for_140_ms_and_not_at_all_for_who_wants_no_motion(app: App, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(app.address)
    page.locator("#composer").wait_for()
    moving = "document.getAnimations().map(({ effect }) => effect.getTiming().duration)"
    for motion, expected in (("no-preference", {140}), ("reduce", set())):
        page.emulate_media(reduced_motion=motion)  # type: ignore[arg-type]
        durations = page.evaluate(f"() => {{ document.getElementById('rail').showPopover(); return {moving}; }}")
        assert set(durations) == expected
        page.keyboard.press("Escape")
    page.close()


def test_letters_of_twice_the_size_need_no_sideways_scrolling(app: App, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(app.address)
    page.locator(".starters button").first.wait_for()
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") == 1280
    for control in (".new", ".go", ".rail-foot .round"):
        box = page.locator(control).bounding_box()
        assert box
        assert box["x"] + box["width"] <= 1280
        assert box["y"] + box["height"] <= 800
    page.close()


def test_make_dev_shows_an_edit_of_product_toml_and_names_its_fault(app: App, browser: Browser) -> None:
    """On the owner's machine without a click: the page may stand beside the editor."""
    file = app.project / "product.toml"
    words = file.read_text(encoding="utf-8")
    with serving("make", "-o", "setup", "dev", cwd=app.project, port=free_port()) as address:
        page = browser.new_page()
        page.goto(address)
        page.locator(".brand", has_text="Nụ Cười").wait_for()
        file.write_text(words.replace("Nụ Cười", "Răng Xinh"), encoding="utf-8")
        page.locator(".brand", has_text="Răng Xinh").wait_for()
        file.write_text(words.replace("hue = ", "hue = 4"), encoding="utf-8")
        page.locator(".note.bad", has_text="`hue`").wait_for()
        file.write_text(words, encoding="utf-8")
        page.locator(".note.bad").wait_for(state="detached")
        page.close()


def test_what_is_said_while_the_app_is_away_is_answered_once_it_is_back(app: App, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(app.address)
    page.locator(".starters button").first.wait_for()
    app.end()
    page.locator(".starters button").first.click()
    page.locator(".below .note.bad").wait_for()
    app.start()
    page.locator(".reply .body:not(:empty)").wait_for()
    settled(page)
    page.locator(".below .note.bad").wait_for(state="detached")
    assert page.locator(".reply").count() == 1
    page.close()


def test_the_size_of_the_page_is_bounded(app: App) -> None:
    """What a first visit loads of ours, before compression; fonts and vendored libraries aside.

    A fifth of it is what the pages of all apps say, in both languages: one file each, so that another is one file more.
    """
    with urllib.request.urlopen(f"{app.address}/api/product") as answer:
        assert json.load(answer)["languages"] == ["en", "vi"]
    own = [file for file in (app.project / "app/static").rglob("*") if file.suffix in {".js", ".css", ".html"}]
    assert sum(file.stat().st_size for file in own if "vendor" not in file.parts) < 130_000
