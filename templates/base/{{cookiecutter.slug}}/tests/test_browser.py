"""The page in a real browser: `make test-browser`."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

pytestmark = pytest.mark.browser

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start Chromium; without one the tests are skipped on a desk and fail in CI."""
    if not CHROMIUM:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "no Chromium found: install it, or set CHROMIUM to its path"
        )
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_page_opens_in_the_product_s_language_without_a_complaint(
    browser: Any,
    serve: Callable[[Path], httpx2.Client],
    write_project: Callable[..., Path],
    language: str,
) -> None:
    complaints: list[str] = []
    address = str(serve(write_project(language=language)).base_url)
    page = browser.new_page()
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address, wait_until="networkidle")
    assert page.title() == "Spoke & Chain"
    assert page.locator("html").get_attribute("lang") == language
    assert page.get_by_role("heading", name="Spoke & Chain").is_visible()
    assert complaints == []
