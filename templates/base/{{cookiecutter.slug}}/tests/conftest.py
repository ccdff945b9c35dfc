"""What every test stands on: no network, no settings but the test's own, a project of its own words."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import settings

from app import db
from app.llm import servers
from app.settings import PROJECT, EnvSettings
from tests import network
from tests.fake_model import fake_model
from tests.fake_openai import FakeOpenAI
from tests.server import serving

network.block()
settings.register_profile("busy", deadline=None)  # a busy machine is no fault
settings.load_profile("busy")

# The page, and what the project's parts bring for it; what a kind of app wants of all tests lies in tests/plugins/.
pytest_plugins = [
    *sorted(f"tests.{file.stem}" for file in Path(__file__).parent.glob("browser*.py")),
    *sorted(f"tests.plugins.{file.stem}" for file in Path(__file__).parent.glob("plugins/*.py")),
]

SETTINGS = re.findall(r"^# (\w+)=", (PROJECT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)

KEY = "sk-test-very-secret"

PRODUCT = """
instructions = "Be brief."
starters = ["How much is a service?"]

[product]
name = "Spoke & Chain"
tagline = "Bikes that run"
language = "{language}"
app = "chatbot"
hue = 150

[[labels]]
name = "prices"

[[labels]]
name = "hours"
"""

FAQ = {
    "How much is a service?": "A service is 60 euros, with gears, brakes, tyres and a test ride at the end of it all.",
    "When are you open?": "Monday to Friday from nine to six.",
    "Can I rent a bike?": "Yes, for 15 euros a day.",
}


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Keep the developer's environment, .env and store, and the keys in them, out of the tests."""
    for name in list(os.environ):
        if name.upper() in SETTINGS or name.upper().startswith("OPENAI_") or name.upper().endswith("_PROXY"):
            monkeypatch.delenv(name)

    def without_env_file(*_: Any, init_settings: Any, env_settings: Any, **__: Any) -> tuple[Any, ...]:
        return (init_settings, env_settings)

    monkeypatch.setattr(EnvSettings, "settings_customise_sources", classmethod(without_env_file))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/app.db")
    monkeypatch.setenv("LLM_RETRY_WAIT", "0.01")
    monkeypatch.setenv("LLM_PRIVATE", "false")  # whatever the project wants: most of the tests are not about that
    monkeypatch.setattr(servers, "ADDRESSES", {})  # what else runs here is none of the tests' business
    yield
    db.close()


@pytest.fixture(params=["responses", "chat"])
def fake(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenAI]:
    """Serve the fake and point the settings at it, once for each API."""
    with fake_model(monkeypatch, LLM_API_KEY=KEY, LLM_API=request.param) as server:
        yield server


@pytest.fixture
def write_project(tmp_path: Path) -> Callable[..., Path]:
    """Write a project folder whose words the test knows: questions and answers, as each kind of app keeps them."""

    def write(product: str = PRODUCT, faq: dict[str, str] = FAQ, language: str = "en") -> Path:
        (tmp_path / "data" / "documents").mkdir(parents=True, exist_ok=True)
        (tmp_path / "product.toml").write_text(product.replace("{language}", language), encoding="utf-8")
        lines = [json.dumps({"question": q, "answer": a}, ensure_ascii=False) + "\n" for q, a in faq.items()]
        (tmp_path / "data" / "faq.jsonl").write_text("".join(lines), encoding="utf-8")
        if faq:
            sections = [f"# {q}\n\n{a}\n" for q, a in faq.items()]
            (tmp_path / "data" / "documents" / "faq.md").write_text("\n".join(sections), encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def serve() -> Iterator[Callable[[Path], httpx2.Client]]:
    """Serve project folders; each call returns a client of its own server."""
    with ExitStack() as stack:

        def start(project: Path) -> httpx2.Client:
            address = stack.enter_context(serving(project))
            return stack.enter_context(httpx2.Client(base_url=address, timeout=30))

        yield start


@pytest.fixture
def client(serve: Callable[[Path], httpx2.Client], write_project: Callable[..., Path]) -> httpx2.Client:
    """Talk to a server over the test's own project."""
    return serve(write_project())


@pytest.fixture
def run(write_project: Callable[..., Path]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the command line of a copy of the app, over words the test knows."""

    def run(*arguments: str, **words: Any) -> subprocess.CompletedProcess[str]:
        project = write_project(**words)
        for folder in ("app", "prompts"):
            shutil.copytree(PROJECT / folder, project / folder, dirs_exist_ok=True)
        command = [sys.executable, "-m", "app", *arguments]
        return subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8", timeout=60)

    return run
