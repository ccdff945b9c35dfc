"""The frame of the page in a real browser: `make test-browser`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

pytestmark = pytest.mark.browser

Serve = Callable[[Path], httpx2.Client]
Write = Callable[..., Path]


def test_the_visitor_chooses_the_language_and_it_stays(page: Any, serve: Serve, write_project: Write) -> None:
    page.goto(str(serve(write_project()).base_url))
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("button", name="Tiếng Việt").click()
    page.get_by_role("button", name="Cài đặt").wait_for()
    page.reload()
    page.get_by_role("button", name="Cài đặt").wait_for()
    assert page.locator("html").get_attribute("lang") == "vi"


@pytest.mark.parametrize(("language", "words"), [("en", "Settings"), ("vi-VN", "Cài đặt")])
def test_the_page_opens_in_the_product_s_language(
    page: Any, serve: Serve, write_project: Write, language: str, words: str
) -> None:
    page.goto(str(serve(write_project(language=language)).base_url), wait_until="networkidle")
    assert page.title() == "Spoke & Chain"
    assert page.locator("html").get_attribute("lang") == language
    assert page.get_by_role("button", name=words).is_visible()


def test_on_a_phone_the_rail_is_a_sheet_that_takes_and_returns_the_focus(
    page: Any, serve: Serve, write_project: Write
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(str(serve(write_project()).base_url))
    page.get_by_role("button", name="Menu").click()
    page.locator(".rail").wait_for(state="visible")
    assert page.locator("main").get_attribute("inert") is not None
    page.keyboard.press("Escape")
    page.locator(".rail").wait_for(state="hidden")
    page.wait_for_function("() => document.activeElement.matches('.open')")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_an_edit_of_product_toml_shows_by_itself(page: Any, serve: Serve, write_project: Write) -> None:
    """On the owner's machine, where the page may stand beside the editor."""
    project = write_project()
    page.goto(str(serve(project).base_url))
    page.locator(".brand", has_text="Spoke & Chain").wait_for()
    file = project / "product.toml"
    words = file.read_text(encoding="utf-8")
    file.write_text(words.replace("Spoke & Chain", "Chain & Spoke").replace("150", "20"), encoding="utf-8")
    page.locator(".brand", has_text="Chain & Spoke").wait_for()
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--hue')") == "20"
    file.write_text(words.replace("hue = 150", "hue = 1500"), encoding="utf-8")
    page.get_by_text("`hue`").wait_for()


@pytest.mark.usefixtures("fake")
def test_it_says_beside_the_model_that_what_one_writes_stays_private(
    page: Any, serve: Serve, write_project: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLM_PRIVATE", "true")
    page.goto(str(serve(write_project()).base_url))
    page.locator(".pill", has_text="plain · private").wait_for()
    assert "private network" in page.get_by_text("private", exact=True).get_attribute("title")


def test_the_page_works_below_a_path(
    page: Any, serve: Serve, write_project: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROOT_PATH", "/shop")
    page.goto(f"{serve(write_project()).base_url}/shop/")
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("button", name="Tiếng Việt").click()
    page.get_by_role("button", name="Cài đặt").wait_for()
    assert [cookie["path"] for cookie in page.context.cookies()] == ["/shop"]
