"""By keyboard alone through everything that the page does; the focus is always seen, and never lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from page_world import ADMIN
from pages import App, asking, chromium, generate, model, settled

# What is wrong with where the focus is: that it is nowhere, that nothing shows it, or that something covers it.
FAULT = """() => {
  const at = document.activeElement;
  if (at === document.body) return "nothing has the focus";
  const { outlineStyle, outlineWidth } = getComputedStyle(at.closest(".ask, .editing") ?? at);
  if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) return `nothing shows it: ${at.outerHTML}`;
  if (!at.checkVisibility({ opacityProperty: true })) return `it cannot be seen: ${at.outerHTML}`;
  const { left, top, width, height } = at.getBoundingClientRect();
  const hit = document.elementFromPoint(left + width / 2, top + height / 2);
  return at.contains(hit) ? "" : `it is covered: ${at.outerHTML} by ${hit?.outerHTML}`;
}"""


@pytest.fixture(scope="module")
def shop(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[App, Any]]:
    place = tmp_path_factory.mktemp("keyboard")
    project = generate("en", place, environment)
    with model(project) as fake:
        app = App(project, place / "app.db", asking(fake, ACCESS_CODE="open-sesame", ADMIN_CODE=ADMIN))
        app.start()
        yield app, fake
        app.end()


class Keyboard:
    """Presses keys; after each the focus must be somewhere, and be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(20)  # in which the page draws what the key changed
            fault = self.page.evaluate(FAULT)
            assert fault == "", f"after {key}: {fault}"

    def reach(self, selector: str, key: str = "Tab") -> None:
        """Goes on with one key until the focus is there."""
        for _ in range(40):
            if self.at(selector):
                return
            self.press(key)
        pytest.fail(f"{selector} was not reached by {key}")

    def at(self, selector: str) -> bool:
        return bool(self.page.evaluate("selector => document.activeElement.matches(selector)", selector))

    def expect(self, selector: str) -> None:
        self.page.wait_for_function("selector => document.activeElement.matches(selector)", arg=selector)

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.press("Enter")


@pytest.fixture(scope="module")
def keyboard(shop: tuple[App, Any]) -> Iterator[Keyboard]:
    with chromium() as browser:
        page = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce").new_page()
        page.set_default_timeout(15_000)
        page.goto(shop[0].address)
        yield Keyboard(page)


def test_through_everything(keyboard: Keyboard, shop: tuple[App, Any]) -> None:
    """One walk: each step begins where the focus was left by the one before."""
    page, fake = keyboard.page, shop[1]
    come_in(keyboard)
    start_and_stop(keyboard, fake)
    ask_and_answer(keyboard, fake)
    step_through_versions(keyboard)
    rate(keyboard)
    find_rename_delete(keyboard)
    look_over(keyboard)
    change_the_language(keyboard)
    forget(keyboard)
    assert page.locator("#code").is_visible()


def come_in(keyboard: Keyboard) -> None:
    assert keyboard.at("#code")
    keyboard.page.keyboard.type(ADMIN)
    keyboard.page.keyboard.press("Enter")
    keyboard.expect("#composer")


def start_and_stop(keyboard: Keyboard, fake: Any) -> None:
    fake.scenario = "slow"
    keyboard.reach(".starters button:first-child", "Shift+Tab")
    keyboard.press("Enter")
    keyboard.expect("#composer")
    keyboard.page.wait_for_function("() => document.querySelector('.body')?.textContent.includes('tick tick')")
    keyboard.press("Escape")
    keyboard.page.get_by_text("Stopped here.").wait_for()


def ask_and_answer(keyboard: Keyboard, fake: Any) -> None:
    fake.scenario = "plain"
    fake.texts = ["See [here](https://example.com):\n\n```\nprint(1)\n```"]
    keyboard.write("Show me")
    settled(keyboard.page)
    keyboard.reach("a[href='https://example.com']", "Shift+Tab")
    keyboard.reach(".reply:last-child .foot button:first-child")
    fake.texts = ["Another"]
    keyboard.press("Tab", "Enter")  # regenerate
    keyboard.expect("#composer")
    keyboard.page.get_by_text("Another").wait_for()
    settled(keyboard.page)


def step_through_versions(keyboard: Keyboard) -> None:
    page = keyboard.page
    keyboard.reach(".reply .stepper button:last-child", "Shift+Tab")
    keyboard.press("ArrowLeft")
    page.get_by_text("print(1)").wait_for()
    assert keyboard.at(".stepper *")
    keyboard.press("ArrowRight")
    page.get_by_text("Another").wait_for()
    keyboard.reach(".said:nth-last-child(2) .foot button", "Shift+Tab")
    keyboard.press("Enter")
    keyboard.expect(".editing textarea")
    page.keyboard.press("Control+a")
    keyboard.write("Show me more")
    settled(page)
    keyboard.expect("#composer")
    assert page.locator(".said").last.get_by_role("group", name="Version 2 of 2").is_visible()


def rate(keyboard: Keyboard) -> None:
    keyboard.reach(".reply:last-child .foot button:last-of-type", "Shift+Tab")
    keyboard.press("Enter")
    keyboard.expect(".explain input")
    keyboard.write("Too short")
    keyboard.expect("#composer")


def find_rename_delete(keyboard: Keyboard) -> None:
    page = keyboard.page
    keyboard.press("Control+k", "Enter")  # a new conversation
    keyboard.expect("#composer")
    keyboard.write("Another thing")
    settled(page)
    keyboard.press("Control+k", "ArrowDown")
    assert keyboard.at(".search")
    keyboard.press("ArrowDown", "ArrowDown")
    assert keyboard.at(".entries li:nth-child(2) a")
    keyboard.press("Enter")
    keyboard.expect("#composer")
    page.get_by_text("Show me more").first.wait_for()
    keyboard.press(
        "Control+k", "ArrowUp", "Tab", "Enter", "Tab", "Enter"
    )  # the last entry's options, the first of them
    keyboard.expect(".past .title")
    keyboard.write("Renamed")
    keyboard.expect(".entries a")
    assert "Renamed" in page.evaluate("document.activeElement.textContent")
    keyboard.press("Tab", "Enter", "Tab", "ArrowUp", "Enter")  # its options, the last of them
    keyboard.expect("dialog button")
    keyboard.press("Tab", "Enter")
    keyboard.expect("#composer")  # of a new conversation, in the place of the one that is gone
    page.locator(".entries li:nth-child(2)").wait_for(state="detached")
    assert page.locator(".entries a").all_inner_texts() == ["Another thing"]


def open_settings(keyboard: Keyboard, choice: str) -> None:
    keyboard.reach(".rail-foot .round")
    keyboard.press("Enter", "Tab")
    for _ in range(10):
        if keyboard.page.evaluate("document.activeElement.textContent") == choice:
            break
        keyboard.press("ArrowDown")
    keyboard.press("Enter")


def look_over(keyboard: Keyboard) -> None:
    """The rated reply went with its conversation; one that is left is rated now, for the overview to have one."""
    keyboard.press("Control+k", "ArrowUp", "Enter")
    keyboard.expect("#composer")
    keyboard.reach(".reply:last-child .foot button:last-of-type", "Shift+Tab")
    keyboard.press("Enter", "Escape", "Control+k")
    open_settings(keyboard, "Overview")
    keyboard.page.locator(".chart").wait_for()
    assert keyboard.at(".board")
    keyboard.reach(".board .plain")
    keyboard.press("Enter")
    keyboard.page.get_by_role("button", name="In the evaluation").wait_for()
    assert keyboard.at(".board .plain")


def change_the_language(keyboard: Keyboard) -> None:
    keyboard.press("Control+k")
    open_settings(keyboard, "Tiếng Việt")
    keyboard.page.get_by_role("heading", name="Tổng quan").wait_for()
    assert keyboard.at(".rail-foot .round")


def forget(keyboard: Keyboard) -> None:
    open_settings(keyboard, "Xóa dữ liệu của tôi")
    keyboard.expect("dialog button")
    keyboard.press("Tab")
    keyboard.page.keyboard.press("Enter")
    keyboard.expect("#code")
