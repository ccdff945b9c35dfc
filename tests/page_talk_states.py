"""The states of a conversation."""

from __future__ import annotations

import signal

from playwright.sync_api import Page

from page_texts import ASKED, SAID
from page_world import World, answered, asked, half_written, opened, state
from pages import say, settled, word

# So much of a reply that what the model can read has room for one message only.
LITTLE_ROOM = "LLM_MAX_OUTPUT_TOKENS=1049300\nCAP_VISITOR_USD=5\nCAP_APP_USD=5\n"


@state
def no_answer(world: World, page: Page) -> None:
    opened(world, page, world.offline)
    say(page, "xyzzy")
    page.locator(".question").first.wait_for()


@state
def streaming(world: World, page: Page) -> None:
    opened(world, page)
    answered(world, page)
    half_written(world, page)


@state
def complete(world: World, page: Page) -> None:
    opened(world, page)
    answered(world, page)
    assert "USD" in page.locator(".foot > span").last.inner_text()
    page.locator(".copy").wait_for()
    page.locator(".rail-foot progress").wait_for()


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
    half_written(world, page)
    page.keyboard.press("Escape")
    page.get_by_text(word(page, "stoppedNote")).wait_for()


@state
def interrupted(world: World, page: Page) -> None:
    opened(world, page, world.fragile)
    half_written(world, page)
    world.fragile.end(signal.SIGKILL)
    world.fragile.start()
    page.get_by_text(word(page, "interruptedNote")).wait_for(timeout=30_000)


@state
def over_the_cap(world: World, page: Page) -> None:
    opened(world, page)
    answered(world, page)
    world.edited(".env", "CAP_VISITOR_USD=0.0003\n")
    asked(world, page, 1)
    page.locator(".note.bad").wait_for()


@state
def wrong_key(world: World, page: Page) -> None:
    opened(world, page)
    asked(world, page, 0, "wrong_key")
    page.get_by_text("LLM_API_KEY").first.wait_for()
    assert page.get_by_role("button", name=word(page, "again")).is_visible()


@state
def slow(world: World, page: Page) -> None:
    page.clock.install()
    opened(world, page)
    asked(world, page, 0, "hang")
    page.locator("[aria-busy=true]").wait_for()
    page.clock.fast_forward(10_000)
    page.get_by_text(word(page, "slow")).wait_for()


@state
def trimmed(world: World, page: Page) -> None:
    world.edited(".env", LITTLE_ROOM)
    opened(world, page)
    world.fake.scenario = "plain"
    say(page, SAID[world.language][1] * 8)
    settled(page)
    answered(world, page, 1)
    page.get_by_text(word(page, "trimmed", count=2)).wait_for()


@state
def offline(world: World, page: Page) -> None:
    opened(world, page, world.fragile)
    answered(world, page)
    notice, again = word(page, "unreachable"), word(page, "again")
    world.fragile.end()
    say(page, ASKED[world.language][1])
    page.get_by_role("button", name=again).wait_for()
    page.locator(".note", has_text=notice).first.wait_for()


@state
def away_from_the_end(world: World, page: Page) -> None:
    opened(world, page)
    for question in (0, 1, 0):
        answered(world, page, question)
    page.locator(".talk").hover()
    page.mouse.wheel(0, -200)
    page.locator(".to-end:not([hidden])").wait_for()


@state
def searching(world: World, page: Page) -> None:
    complete(world, page)
    page.locator(".search").fill({"en": "ninety", "vi": "viem loi"}[world.language])
    page.locator(".entries small").first.wait_for()


@state
def options(world: World, page: Page) -> None:
    complete(world, page)
    page.locator(".entries .round").first.click()
    page.locator("#entry-menu").wait_for()


@state
def renaming(world: World, page: Page) -> None:
    options(world, page)
    page.get_by_role("button", name=word(page, "rename"), exact=True).click()
    page.locator(".past .title").wait_for()


@state
def deleting(world: World, page: Page) -> None:
    options(world, page)
    page.locator("#entry-menu .grave").click()
    page.locator("dialog").wait_for()


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
