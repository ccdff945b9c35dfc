"""The way in and out again, as a person at a keyboard goes it in a real browser."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from tests.plugins.oidc import Provider

pytestmark = pytest.mark.browser

Closed = Callable[..., httpx2.Client]


def test_a_person_signs_in_and_out_by_keyboard(page: Any, closed: Closed, provider: Provider) -> None:
    provider.knows("ana", name="Ana <b>Nguyễn</b>")
    client = closed(OIDC_NAME="Keycloak")
    page.goto(f"{client.base_url}/#review")
    go = page.get_by_role("link", name="Continue with Keycloak")
    page.wait_for_function("document.activeElement?.id === 'go' && document.activeElement.href.includes('%23')")
    go.press("Enter")
    page.locator("input[name=sub]").fill("ana")
    page.locator("input[name=sub]").press("Enter")
    page.wait_for_url(f"{client.base_url}/#review")
    page.get_by_role("button", name="Settings").click()
    menu = page.get_by_role("group", name="Settings")
    assert "Ana <b>Nguyễn</b>" in menu.inner_text()
    menu.get_by_role("button", name="Sign out").press("Enter")
    page.get_by_role("button", name="End session").click()
    page.wait_for_url(f"{client.base_url}/")
    assert page.get_by_role("link", name="Continue with Keycloak").is_visible()
    page.go_back()
    page.go_back()
    assert "Nguyễn" not in page.content()


def test_a_page_that_was_left_open_says_that_it_is_signed_out_and_goes_on_after(page: Any, closed: Closed) -> None:
    client = closed()
    signs_in(page, client, "ana")
    page.context.request.post(f"{client.base_url}/api/sign-out")
    page.evaluate("dispatchEvent(new Event('focus'))")
    told = page.get_by_text("You are not signed in. Reload the page to sign in.")
    told.wait_for()
    tab = page.context.new_page()
    signs_in(tab, client, "ana")
    told.wait_for(state="detached")


def signs_in(page: Any, client: httpx2.Client, sub: str) -> None:
    page.goto(f"{client.base_url}/")
    page.locator("#go").click()
    page.locator("input[name=sub]").fill(sub)
    page.locator("input[name=sub]").press("Enter")
    page.wait_for_url(f"{client.base_url}/")
    page.get_by_role("button", name="Settings").wait_for()
