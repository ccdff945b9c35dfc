"""The states of the page beside a conversation's own: the frame, the welcome, the owner's pages, the door."""

from __future__ import annotations

from playwright.sync_api import Page

from page_world import ADMIN, World, answered, asked, opened, state
from pages import App, word
from serving import fixed

USUAL_PORTS = (11434, 1234, 8080)  # of Ollama, LM Studio and llama.cpp
MODELS = b'{"object": "list", "data": [{"id": "nomic-embed-text"}, {"id": "qwen3:8b"}]}'


@state
def welcome(world: World, page: Page) -> None:
    opened(world, page)
    page.locator(".starters button").first.wait_for()


@state
def no_model(world: World, page: Page) -> None:
    opened(world, page, world.offline)
    page.locator(".welcome .note").first.wait_for()


@state
def local_server(world: World, page: Page) -> None:
    """The owner sees the lines of .env that connect it."""
    world.after.enter_context(fixed(MODELS, "application/json", USUAL_PORTS))
    app = App(world.project, world.offline.store.with_name("local.db"), {})
    world.after.callback(app.end)
    opened(world, page, app)
    lines = page.locator(".note pre")
    lines.wait_for()
    provider, chosen = lines.inner_text().splitlines()
    assert provider.removeprefix("LLM_PROVIDER=") in {"ollama", "lmstudio", "llamacpp"}
    assert chosen == "LLM_MODEL=qwen3:8b"


@state
def faulty_product(world: World, page: Page) -> None:
    """Its owner broke it while a conversation was open."""
    opened(world, page)
    answered(world, page, 1)
    words = (world.project / "product.toml").read_text(encoding="utf-8")
    world.edited("product.toml", words.replace("hue = ", "hue = 4"))
    page.get_by_text("`hue`").wait_for()


@state
def missing(world: World, page: Page) -> None:
    opened(world, page)
    page.goto(f"{world.main.address}/#00000000-0000-4000-8000-000000000000")
    page.locator(".note.bad").wait_for()


@state
def settings(world: World, page: Page) -> None:
    opened(world, page)
    page.get_by_role("button", name=word(page, "settings")).click()
    page.locator("#settings .grave").wait_for()


@state
def forgetting(world: World, page: Page) -> None:
    settings(world, page)
    page.locator("#settings .grave").click()
    page.locator("dialog").wait_for()


@state
def sheet(world: World, page: Page) -> None:
    """The rail of a phone; where there is room it is no sheet, also if the screen is turned while it is open."""
    opened(world, page)
    answered(world, page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name=word(page, "menu")).click()
    page.locator(".new").wait_for()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator("main:not([inert])").wait_for()
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name=word(page, "menu")).click()
    page.locator(".new").wait_for()


@state
def door(world: World, page: Page) -> None:
    world.main.start()
    page.goto(f"{world.main.address}/enter")
    page.locator("#code").wait_for()


@state
def wrong_code(world: World, page: Page) -> None:
    door(world, page)
    entered(page, "not-this-one")
    page.locator("#fault:not(:empty)").wait_for()


def entered(page: Page, code: str) -> None:
    page.locator("#code").fill(code)
    page.keyboard.press("Enter")


@state
def overview(world: World, page: Page) -> None:
    """The owner's page, after a reply that helped, one that did not, and one that failed."""
    door(world, page)
    entered(page, ADMIN)
    page.locator("#composer").wait_for()
    answered(world, page)
    answered(world, page, 1)
    page.get_by_role("button", name=word(page, "notRight")).last.click()
    page.locator(".explain input").fill({"en": "Too short", "vi": "Ngắn quá"}[world.language])
    page.keyboard.press("Enter")
    asked(world, page, 0, "wrong_key")
    page.locator(".note.bad").wait_for()
    page.get_by_role("button", name=word(page, "settings")).click()
    page.get_by_role("button", name=word(page, "overview")).click()
    page.locator(".chart").wait_for()
    page.get_by_role("button", name=word(page, "makeCase")).first.wait_for()


@state
def overview_of_a_visitor(world: World, page: Page) -> None:
    opened(world, page)
    page.goto(f"{world.main.address}/#overview")
    page.locator(".board .note").wait_for()
