"""The app inside another site's page: where its owner allows it, it works, cookies and all; elsewhere it stays shut."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from pages import App, chromium, generate
from serving import fixed

CODE = "open-sesame"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One that takes no cookies from a third party, unless they are kept apart for each site that holds it."""
    with chromium("--test-third-party-cookie-phaseout") as browser:
        yield browser


@pytest.fixture(scope="module")
def app(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> App:
    place = tmp_path_factory.mktemp("embed")
    return App(generate("en", place, environment), place / "app.db", {"ACCESS_CODE": CODE})


@pytest.fixture(scope="module")
def port(app: App) -> Iterator[int]:
    """Where other sites' pages are, each with the app in a frame; only partner.localhost may have it there."""
    page = f'<iframe src="{app.address}/" width="700" height="600"></iframe>'
    with fixed(page.encode(), "text/html") as port:
        app.settings["EMBED_ORIGINS"] = f"http://partner.localhost:{port}"
        app.start()
        yield port
        app.end()


def test_where_it_is_allowed_it_lets_in_answers_and_remembers(browser: Browser, app: App, port: int) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"http://partner.localhost:{port}")
    frame = page.frame_locator("iframe")
    frame.locator("#code").fill(CODE)
    frame.locator("#code").press("Enter")
    question = frame.locator(".starters button").first.inner_text()
    frame.locator(".starters button").first.click()
    frame.locator(".reply[aria-busy=false]").wait_for()
    page.reload()
    assert question in frame.locator(".entries a").inner_text()
    (cookie,) = context.cookies()
    assert (cookie["sameSite"], cookie["secure"], cookie["httpOnly"]) == ("None", True, True)
    page.goto(app.address)
    page.locator("#code").wait_for()  # what the frame's visitor is known by is that site's alone
    context.close()


def test_elsewhere_it_does_not_open(browser: Browser, app: App, port: int) -> None:
    page = browser.new_page()
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        page.goto(f"http://stranger.localhost:{port}")
    assert page.frame_locator("iframe").locator("#code, #composer").count() == 0
    page.close()
