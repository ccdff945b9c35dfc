"""From `quickship new` to a streamed reply in a real browser, and `make demo` as a newcomer runs it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tomllib
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from serving import free_port, serving

ROOT = Path(__file__).parent.parent
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture
def page() -> Iterator[Page]:
    """A page of a real Chromium; its absence is a fault in CI and a reason to skip elsewhere."""
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("no Chromium: install the chromium package")
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser.new_page()
        browser.close()


@pytest.mark.parametrize("example", ["dental-assistant", "interview-coach"])
def test_from_an_idea_to_a_streamed_reply(example: str, page: Page, environment: Path, tmp_path: Path) -> None:
    product = ROOT / "examples" / example
    ship = ROOT / ".venv/bin/quickship"
    subprocess.run(
        [ship, "new", "--product", product, "--with", "docker", "--no-input", "-o", tmp_path],
        check=True,
        capture_output=True,
    )
    project = next(path for path in tmp_path.iterdir() if path.is_dir())
    (project / ".venv").symlink_to(environment)
    with serving("make", "-o", "setup", "dev", cwd=project, port=free_port()) as address:
        page.goto(address)
        starter = page.locator(".starters button").first
        question = starter.inner_text()
        starter.click()
        reply = page.locator(".reply").first
        reply.wait_for()
        page.wait_for_function("() => !document.querySelector('.reply[aria-busy=true]')", timeout=30_000)
        answer = answers(project)[question]
        assert " ".join(answer.split())[:40] in " ".join(reply.inner_text().split())


def answers(project: Path) -> dict[str, str]:
    lines = (project / "data/faq.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["question"]: row["answer"] for row in map(json.loads, lines)}


def test_make_demo_serves_the_idea_it_was_given(tmp_path: Path) -> None:
    idea = "A guide for new volunteers at $HOME `id` $(id) \"quoted\" 'food bank'"
    words = ("make", "-C", ROOT, "demo", f"DEMO={tmp_path}", f"IDEA={idea}")
    with serving(*words, cwd=tmp_path, port=free_port()) as address:
        with urllib.request.urlopen(f"{address}/api/product", timeout=10) as answer:
            assert answer.status == 200
        (file,) = tmp_path.glob("*/*/product.toml")
        assert tomllib.loads(file.read_text(encoding="utf-8"))["product"]["idea"] == idea
