"""Every state of the page, in both languages, two themes and two widths: reached, readable by everyone, photographed.

Pictures go where PAGE_PICTURES says; without it none are taken.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from page_texts import ASKED, SAID
from pages import App, asking, chromium, generate, model, say, settled, word

PICTURES = os.environ.get("PAGE_PICTURES")
WIDTHS = {"wide": (1280, 800), "phone": (390, 844)}
NARROWEST, ZOOMED = 320, 640  # 640 is what a screen of 1280 has left at 200%


class World(NamedTuple):
    """One language's apps: with a model, without, with nothing left to spend, and one that may be killed."""

    language: str
    fake: Any
    main: App
    offline: App
    spent: App
    fragile: App


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module", params=["en", "vi"])
def world(
    request: pytest.FixtureRequest, environment: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    place = tmp_path_factory.mktemp(request.param)
    project = generate(request.param, place, environment)
    with model(project) as fake, ExitStack() as stack:
        settings = {
            "main": asking(fake),
            "offline": {},
            "spent": asking(fake, CAP_VISITOR_USD="0"),
            "fragile": asking(fake),
        }
        apps = {name: App(project, place / f"{name}.db", chosen) for name, chosen in settings.items()}
        for app in apps.values():
            app.start()
            stack.callback(app.end)
        yield World(request.param, fake, **apps)


State = Callable[[World, Page], None]
STATES: list[State] = []


def state(reach: State) -> State:
    """Names a state by the function that brings a page there."""
    STATES.append(reach)
    return reach


def answered(world: World, page: Page, question: int = 0, scenario: str = "plain") -> None:
    """Asks, and lets the fake answer as its script says."""
    world.fake.scenario = scenario
    world.fake.texts[:] = [SAID[world.language][question]]
    say(page, ASKED[world.language][question])


def opened(world: World, page: Page, app: App | None = None) -> None:
    page.goto((app or world.main).address)
    page.locator("#composer").wait_for()


@state
def welcome(world: World, page: Page) -> None:
    opened(world, page)
    page.locator(".starters button").first.wait_for()


@state
def no_model(world: World, page: Page) -> None:
    opened(world, page, world.offline)
    page.locator(".welcome .note").first.wait_for()


@state
def no_answer(world: World, page: Page) -> None:
    opened(world, page, world.offline)
    say(page, "xyzzy")
    page.locator(".question").first.wait_for()


@state
def streaming(world: World, page: Page) -> None:
    opened(world, page)
    answered(world, page)
    settled(page)
    answered(world, page, 1, "hang_midway")
    page.wait_for_function("() => document.querySelector('[aria-busy=true] .body')?.textContent.length > 20")


@state
def complete(world: World, page: Page) -> None:
    opened(world, page)
    answered(world, page)
    settled(page)
    assert "USD" in page.locator(".foot > span").last.inner_text()
    page.locator(".copy").wait_for()


@state
def versions(world: World, page: Page) -> None:
    complete(world, page)
    world.fake.texts[:] = [SAID[world.language][1]]
    page.get_by_role("button", name=word(page, "regenerate")).click()
    page.locator(".stepper").wait_for()
    settled(page)


@state
def stopped(world: World, page: Page) -> None:
    opened(world, page)
    answered(world, page, 1, "hang_midway")
    page.wait_for_function("() => document.querySelector('.body')?.textContent.length > 20")
    page.keyboard.press("Escape")
    page.get_by_text(word(page, "stoppedNote")).wait_for()


@state
def interrupted(world: World, page: Page) -> None:
    opened(world, page, world.fragile)
    answered(world, page, 1, "hang_midway")
    page.wait_for_function("() => document.querySelector('.body')?.textContent.length > 20")
    world.fragile.end(signal.SIGKILL)
    world.fragile.start()
    page.get_by_text(word(page, "interruptedNote")).wait_for(timeout=30_000)


@state
def over_the_cap(world: World, page: Page) -> None:
    opened(world, page, world.spent)
    answered(world, page)
    page.locator(".note.bad").wait_for()


@state
def wrong_key(world: World, page: Page) -> None:
    opened(world, page)
    answered(world, page, 0, "wrong_key")
    page.get_by_text("LLM_API_KEY").first.wait_for()
    assert page.get_by_role("button", name=word(page, "again")).is_visible()


@state
def slow(world: World, page: Page) -> None:
    page.clock.install()
    opened(world, page)
    answered(world, page, 0, "hang")
    page.locator("[aria-busy=true]").wait_for()
    page.clock.fast_forward(10_000)
    page.get_by_text(word(page, "slow")).wait_for()


@state
def offline(world: World, page: Page) -> None:
    opened(world, page, world.fragile)
    answered(world, page)
    settled(page)
    notice, again = word(page, "unreachable"), word(page, "again")
    world.fragile.end()
    try:
        say(page, ASKED[world.language][1])
        page.get_by_role("button", name=again).wait_for()
        page.locator(".note", has_text=notice).first.wait_for()
    finally:
        world.fragile.start()


@state
def missing(world: World, page: Page) -> None:
    page.goto(f"{world.main.address}/#00000000-0000-4000-8000-000000000000")
    page.locator(".note.bad").wait_for()


@state
def faulty_product(world: World, page: Page) -> None:
    file = world.main.project / "product.toml"
    words = file.read_text(encoding="utf-8")
    file.write_text(words.replace("hue = ", "hue = 4"), encoding="utf-8")
    try:
        opened(world, page)
        page.get_by_text("`hue`").wait_for()
    finally:
        file.write_text(words, encoding="utf-8")


@state
def searching(world: World, page: Page) -> None:
    complete(world, page)
    page.locator(".open, .search").locator("visible=true").last.click()
    page.locator(".search").fill({"en": "ninety", "vi": "viem loi"}[world.language])
    page.locator(".entries small").first.wait_for()


@state
def options(world: World, page: Page) -> None:
    complete(world, page)
    page.locator(".entries .round").first.click()
    page.locator("#entry-menu").wait_for()


@state
def deleting(world: World, page: Page) -> None:
    options(world, page)
    page.locator("#entry-menu .grave").click()
    page.locator("dialog").wait_for()


@state
def settings(world: World, page: Page) -> None:
    opened(world, page)
    page.get_by_role("button", name=word(page, "settings")).click()
    page.locator("#settings").wait_for()


@state
def editing(world: World, page: Page) -> None:
    complete(world, page)
    page.locator(".said").hover()
    page.get_by_role("button", name=word(page, "edit")).click()
    page.locator(".editing").wait_for()


@state
def explaining(world: World, page: Page) -> None:
    complete(world, page)
    page.get_by_role("button", name=word(page, "notRight")).click()
    page.locator(".explain").wait_for()


@state
def sheet(world: World, page: Page) -> None:
    complete(world, page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name=word(page, "menu")).click()
    page.locator(".new").wait_for()


@pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__)
def test_a_state_is_reached_and_readable_by_everyone(world: World, browser: Browser, reach: State) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_default_timeout(15_000)
    reach(world, page)
    for width, (across, down) in WIDTHS.items():
        page.set_viewport_size({"width": across, "height": down})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            photographed(page, f"{reach.__name__}-{world.language}-{width}-{theme}")
            if width == "wide" or theme == "light":  # the fourth has the colours of one and the shape of another
                assert faults(page) == []
    for across in (NARROWEST, ZOOMED):
        page.set_viewport_size({"width": across, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= across
    context.close()
    assert errors == []


def photographed(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", animations="disabled")


def faults(page: Page) -> list[str]:
    """What axe finds that keeps people out."""
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
    ]
