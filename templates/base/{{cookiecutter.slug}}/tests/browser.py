"""A real browser for the tests marked `browser`, and a page in it that must not complain."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

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


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """Open a page that must raise no error, break no policy, ask no other server and show no dialog."""
    complaints: Any = []
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.on("console", lambda message: complaints.extend(complaint(message)))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message) or dialog.dismiss())
    page.on("request", lambda request: complaints.extend(() if "//127.0.0.1:" in request.url else [request.url]))
    yield page
    context.close()
    assert complaints == []


def complaint(message: Any) -> Iterator[str]:
    """Yield what an error or a warning says, unless it is that the app refused a request, as tests make it do."""
    is_refused = "/api/" in message.location["url"] or "status of 401" in message.text
    if message.type in {"error", "warning"} and not is_refused:
        yield message.text
