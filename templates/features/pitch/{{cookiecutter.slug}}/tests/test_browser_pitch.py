"""The exported pitch in a real browser without a network: keys, paper, and words that stay in their boxes."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from app.pitch import page as pages
from app.pitch.additions import Additions
from app.pitch.kinds import KINDS
from app.pitch.pitch import gathered
from app.product import load

pytestmark = pytest.mark.browser

Serve = Callable[[Path], httpx2.Client]
Write = Callable[..., Path]

LONG = "Trợ lý chăm sóc sức khỏe cộng đồng phường Nguyễn Thị Minh Khai & những người bạn"
PRODUCT = f"""
starters = [{", ".join([f'"{LONG * 2}"'] * 4)}]

[product]
name = "{LONG}"
tagline = "{(LONG * 3)[:200]}"
idea = "{LONG * 9}"
audience = "{(LONG * 4)[:300]}"
language = "vi"
app = "KIND"
"""
ADDED = Additions(problem=(LONG * 6)[:400], next=(LONG * 2,) * 4, contact=LONG)

OUTSIDE = """() => [...document.querySelectorAll(".picture")].filter((it) => it.getClientRects().length).flatMap((it) =>
  [...it.querySelectorAll("g")].flatMap((box) => {
    const around = box.querySelector("rect").getBBox();
    return [...box.querySelectorAll("text")].filter((text) => {
      const own = text.getBBox();
      return own.x + own.width > around.x + around.width - 4 || own.y + own.height > around.y + around.height;
    }).map((text) => text.textContent);
  }))"""
CUT = """() => [...document.querySelectorAll(".slide, .sheet")]
  .filter((it) => it.scrollHeight > it.clientHeight + 1 || it.scrollWidth > it.clientWidth + 1)
  .map((it) => `${it.className}: ${it.scrollHeight} of ${it.clientHeight}`)"""


@pytest.fixture
def alone(browser: Any) -> Iterator[Any]:
    """Open a page in a browser that reaches nothing, and hold that it asks for nothing."""
    asked: list[str] = []
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url.partition(":")[0]))
    page.on("console", lambda message: asked.append(message.text))
    page.on("pageerror", lambda error: asked.append(str(error)))
    yield page
    context.close()
    assert set(asked) <= {"file", "data"}


def exported(project: Path, kind: str) -> str:
    file = project / f"{kind}.html"
    file.write_text(pages.whole(gathered(load(project / "product.toml"), ADDED, project), kind), encoding="utf-8")
    return file.as_uri()


def test_the_exported_deck_goes_by_keys_without_a_network(alone: Any, write_project: Write) -> None:
    alone.goto(exported(write_project(), "title"))
    assert alone.evaluate("document.fonts.ready.then(() => document.fonts.check('500 16px \"Be Vietnam Pro\"', 'ệ'))")
    shown = alone.locator("output")
    for key, at in (("ArrowRight", "2 / 8"), ("ArrowDown", "3 / 8"), ("ArrowLeft", "2 / 8"), ("End", "8 / 8")):
        alone.keyboard.press(key)
        assert shown.text_content() == at
    assert alone.locator(".slide.end").bounding_box()["y"] == pytest.approx(0, abs=2)
    assert alone.locator("progress").get_attribute("aria-label") == "Slide 8 of 8"
    alone.keyboard.press("n")
    assert alone.locator(".slide.end .notes").is_visible()


@pytest.mark.parametrize("app", sorted(KINDS))
def test_long_words_stay_in_their_boxes_and_on_their_sheets(alone: Any, write_project: Write, app: str) -> None:
    project = write_project(PRODUCT.replace("KIND", app))
    for kind, sheets in (("title", 8), ("brief", 1)):
        alone.goto(exported(project, kind))
        alone.emulate_media(media="print")
        assert alone.evaluate(CUT) == []
        assert len(re.findall(rb"/Type /Page\b", alone.pdf(prefer_css_page_size=True))) == sheets
        alone.emulate_media(media="screen")
        for width in (1280, 390):
            alone.set_viewport_size({"width": width, "height": 844})
            assert alone.evaluate(OUTSIDE) == []
            assert alone.evaluate("document.documentElement.scrollWidth") == width


def test_the_served_pages_keep_to_the_policy(page: Any, serve: Serve, write_project: Write) -> None:
    address = str(serve(write_project()).base_url).rstrip("/")
    page.goto(f"{address}/pitch#3", wait_until="networkidle")
    assert page.locator("output").text_content() == "3 / 8"
    page.get_by_role("link", name="One page").click()
    page.get_by_role("link", name="Slides").click()
    page.get_by_role("link", name="Open the app").click()
    page.wait_for_url(f"{address}/", wait_until="networkidle")
