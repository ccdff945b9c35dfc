"""What an app puts beside the stage: a panel where there is room, else a sheet; the focus comes back from both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from pages import App, chromium, generate

# The entry belongs to the app; this one has a page with one button that opens the panel.
ENTRY = """
import { show } from "./page.js";
import { openPanel } from "./panel.js";
import { refresh, shell } from "./product.js";
import { frame, listenToKeys } from "./shell.js";
import { html } from "./vendor/lit-html-3.3.3/lit-html.js";
import { speak } from "./words.js";

const state = shell();
const open = () => openPanel(state, { title: "Handbook", subtitle: "Page 31", content: "Sixteen weeks of leave." });
const main = html`<div><button type="button" id="source" @click=${open}>1</button> <a href="#after">after</a></div>`;
await speak("en");
await refresh(state);
show(() => frame(state, { title: "Sources", rail: html`<button type="button" class="new">New</button>`, main }));
listenToKeys(state, () => document.title = "escaped");
"""
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def app(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    place = tmp_path_factory.mktemp("panel")
    app = App(generate("en", place, environment), place / "app.db", {})
    (app.project / "app/static/entry.js").write_text(ENTRY, encoding="utf-8")
    app.start()
    yield app
    app.end()


@pytest.fixture
def page(app: App, browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport=PHONE, reduced_motion="reduce")  # type: ignore[arg-type]
    page.goto(app.address)
    page.locator("#source").press("Enter")
    page.locator(".panel").wait_for()
    yield page
    page.close()


def has_focus(page: Page, selector: str) -> None:
    page.wait_for_function("selector => document.activeElement.matches(selector)", arg=selector)


def test_on_a_phone_it_is_a_sheet_that_keeps_the_focus(page: Page) -> None:
    box = page.locator(".panel").bounding_box()
    assert box
    assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 390, 844)
    has_focus(page, ".panel .close")
    for _ in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate("!document.activeElement.closest('main')")
    page.keyboard.press("Escape")
    page.locator(".panel").wait_for(state="detached")
    has_focus(page, "#source")
    assert page.title() != "escaped"
    assert page.locator("main").get_attribute("inert") is None


@pytest.mark.parametrize("way", ["button", "outside"])
def test_a_tap_closes_it_and_the_focus_returns(page: Page, way: str) -> None:
    if way == "button":
        page.get_by_role("button", name="Close").click()
    else:
        page.mouse.click(200, 40)
    page.locator(".panel").wait_for(state="detached")
    has_focus(page, "#source")


def test_where_there_is_room_it_stands_beside_what_is_said(page: Page) -> None:
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.locator("main:not([inert])").wait_for()
    panel, stage = page.locator(".panel").bounding_box(), page.locator("main").bounding_box()
    assert panel
    assert stage
    assert panel["x"] == stage["x"] + stage["width"]
    assert panel["height"] == stage["height"] == 800
    page.locator("a[href='#after']").click()
    page.keyboard.press("Escape")
    page.locator(".panel").wait_for(state="detached")
    has_focus(page, "#source")


def test_the_focus_goes_to_where_one_writes_if_what_opened_it_is_gone(page: Page) -> None:
    page.evaluate("document.getElementById('source').outerHTML = '<textarea id=composer></textarea>'")
    page.get_by_role("button", name="Close").click()
    has_focus(page, "#composer")
