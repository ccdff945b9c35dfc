"""What a state of the page is reached in: a language's apps, and the browser page that looks at one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from page_texts import ASKED, SAID
from pages import App, asking, generate, model, say, settled

ADMIN = "owner-only-1"


@dataclass
class World:
    """One language's apps: with a model, without one, and one that may be killed; each starts when it is opened."""

    language: str
    project: Path
    fake: Any
    after: ExitStack  # puts right what a state did, once that was looked at
    main: App
    offline: App
    fragile: App

    def edited(self, name: str, words: str) -> None:
        """Writes a file of the project, as its owner does; it says what it said before when the state is left."""
        file = self.project / name
        before = file.read_text(encoding="utf-8") if file.exists() else None
        file.write_text(words, encoding="utf-8")
        self.after.callback(file.unlink if before is None else lambda: file.write_text(before, encoding="utf-8"))


@contextmanager
def world_of(language: str, place: Path, environment: Path) -> Iterator[World]:
    project = generate(language, place, environment)
    with model(project) as fake, ExitStack() as stack:
        settings = {
            "main": asking(fake, ADMIN_CODE=ADMIN, RATE_ADDRESS="1000/minute"),  # all states come from one address
            "offline": {},
            "fragile": asking(fake),
        }
        apps = {name: App(project, place / f"{name}.db", chosen) for name, chosen in settings.items()}
        for app in apps.values():
            stack.callback(app.end)
        yield World(language, project, fake, ExitStack(), **apps)


State = Callable[[World, Page], None]
STATES: list[State] = []


def state(reach: State) -> State:
    """Names a state by the function that brings a page there."""
    STATES.append(reach)
    return reach


def opened(world: World, page: Page, app: App | None = None) -> None:
    app = app or world.main
    app.start()
    page.goto(app.address)
    page.locator("#composer").wait_for()


def asked(world: World, page: Page, question: int = 0, scenario: str = "plain") -> None:
    """Asks, and lets the fake answer as its script says."""
    world.fake.scenario = scenario
    world.fake.texts[:] = [SAID[world.language][question]]
    say(page, ASKED[world.language][question])


def answered(world: World, page: Page, question: int = 0) -> None:
    asked(world, page, question)
    settled(page)


def half_written(world: World, page: Page) -> None:
    """Asks, and waits until the reply has come half its way."""
    asked(world, page, 1, "hang_midway")
    page.wait_for_function("() => document.querySelector('[aria-busy=true] .body')?.textContent.length > 20")
