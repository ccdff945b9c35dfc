"""Generated apps as a visitor meets them: served by their own command, before a model that is a fake, in a browser."""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from conftest import COMMAND, ROOT
from serving import free_port, wait_for

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
EXAMPLES = {"en": "interview-coach", "vi": "dental-assistant"}


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """A real Chromium; its absence is a fault in CI and a reason to skip elsewhere."""
    if not CHROMIUM:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium: install the chromium package")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
        yield browser
        browser.close()


def generate(language: str, place: Path, environment: Path) -> Path:
    """Makes the project that stands for a language, with an environment that is there already."""
    return generate_example(EXAMPLES[language], place, environment)


def generate_example(name: str, place: Path, environment: Path) -> Path:
    command = [COMMAND, "new", "--product", ROOT / "examples" / name, "--no-input", "--no-git", "-o", place]
    subprocess.run([str(word) for word in command], check=True, capture_output=True)
    (project,) = (path for path in place.iterdir() if (path / "product.toml").exists())
    (project / ".venv").symlink_to(environment)
    return project


@contextmanager
def model(project: Path) -> Iterator[Any]:
    """The project's own fake of OpenAI's API; as a proxy, so that the app pays it as it pays the real one."""
    if str(project) not in sys.path:
        sys.path.insert(0, str(project))
    module: Any = importlib.import_module("tests.fake_openai")

    class Proxy(module.Handler):  # type: ignore[misc]
        path: str

        def do_POST(self) -> None:  # noqa: N802
            self.path = urlsplit(self.path).path
            super().do_POST()

    with module.fake_openai() as fake:
        fake.RequestHandlerClass = Proxy
        fake.handle_error = lambda *_: None  # an app that ends leaves its calls
        yield fake


def asking(fake: Any, **settings: str) -> dict[str, str]:
    """The settings of an app that asks the fake."""
    host, port = fake.server_address
    address = {"LLM_BASE_URL": "http://api.model.example/v1", "HTTP_PROXY": f"http://{host}:{port}"}
    return {"LLM_PROVIDER": "openai", "LLM_MODEL": "gpt-6-luna", "LLM_API_KEY": "a-key", **address, **settings}


@dataclass
class App:
    """A project's own server, which can be killed and started again at the same address."""

    project: Path
    store: Path
    settings: dict[str, str]
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Starts it, unless it runs; returns once it answers."""
        if self.process and self.process.poll() is None:
            return
        environ = {**os.environ, "DATABASE_URL": f"sqlite:///{self.store}", "LLM_RETRY_WAIT": "0.01", **self.settings}
        command = [str(self.project / ".venv/bin/python"), "-m", "app", "serve", "--port", str(self.port)]
        with (self.store.with_suffix(".log")).open("a") as log:
            self.process = subprocess.Popen(command, cwd=self.project, env=environ, stdout=log, stderr=log)
        wait_for(f"{self.address}/healthz", self.process)

    def end(self, sent: signal.Signals = signal.SIGTERM) -> None:
        if self.process:
            self.process.send_signal(sent)
            self.process.wait(60)


def word(page: Page, name: str, **values: object) -> str:
    """What the page says in its language."""
    told = "async ([name, values]) => (await import('./static/words.js')).say(name, values)"
    return str(page.evaluate(told, [name, values]))


def say(page: Page, text: str) -> None:
    page.locator("#composer").fill(text)
    page.locator("#composer").press("Enter")


def settled(page: Page) -> None:
    """Waits until a reply is there and none is being written."""
    page.wait_for_function(
        "() => document.querySelector('.reply') && !document.querySelector('[aria-busy=true]')", timeout=20_000
    )
