"""Every state of the page, in both languages, two themes and two widths: reached, readable by everyone, photographed.

Pictures go where PAGE_PICTURES says; without it none are taken.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

import page_states  # noqa: F401  which names its states
import page_talk_states  # noqa: F401
from page_world import STATES, State, World, world_of
from pages import chromium

PICTURES = os.environ.get("PAGE_PICTURES")
WIDTHS = {"wide": (1280, 800), "phone": (390, 844)}
NARROWEST, ZOOMED = (320, 640), (640, 400)  # the second is what 1280 by 800 has left at 200%
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module", params=["en", "vi"])
def world(
    request: pytest.FixtureRequest, environment: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    with world_of(request.param, tmp_path_factory.mktemp(request.param), environment) as world:
        yield world


@pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__)
def test_a_state_is_reached_and_readable_by_everyone(world: World, browser: Browser, reach: State) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_default_timeout(15_000)
    with ExitStack() as world.after:
        reach(world, page)
        page.evaluate(AXE)
        reached = page.evaluate("innerWidth")
        for width, (across, down) in sorted(WIDTHS.items(), key=lambda width: width[1][0] != reached):
            page.set_viewport_size({"width": across, "height": down})
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                photographed(page, f"{reach.__name__}-{world.language}-{width}-{theme}")
                assert faults(page) == []
        for across, down in (NARROWEST, ZOOMED):
            page.set_viewport_size({"width": across, "height": down})
            assert page.evaluate("document.documentElement.scrollWidth") <= across
        assert page.evaluate("document.getAnimations().length") == 0
    context.close()
    assert errors == []


def photographed(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", animations="disabled")


def faults(page: Page) -> list[str]:
    """What axe finds that keeps people out."""
    found: list[dict[str, Any]] = page.evaluate(
        "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations"
    )
    return [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
    ]
