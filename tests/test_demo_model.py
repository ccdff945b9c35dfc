"""The demo model of a generated project, installed by its own make target and driven by its own tests."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from conftest import COMMAND
from quickship.draft import Spent, draft
from quickship.draft_reply import Brief
from quickship.endpoint import Endpoint
from quickship.product import parse
from quickship.product_file import dump
from quickship.types import Product
from trees import COACH


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A chatbot with the group demo-model in an environment of its own."""
    place = tmp_path_factory.mktemp("demo-model")
    words = ("new", "A helper for new tenants", "--name", "Demo", "--app", "chatbot", "--no-input", "--no-git")
    subprocess.run([COMMAND, *words, "--offline", "-o", place], check=True, capture_output=True)
    subprocess.run(["make", "demo-model"], cwd=place / "demo", check=True, capture_output=True)
    return place / "demo"


def test_it_passes_its_own_tests(project: Path) -> None:
    command = [str(project / ".venv/bin/python"), "-m", "pytest", "tests/test_demo_model.py"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
    assert "skipped" not in done.stdout


def test_it_drafts_a_product_that_fits(project: Path, request: pytest.FixtureRequest) -> None:
    """It writes some ten words a second, and thousands are asked for."""
    if request.config.getoption("--matrix") != "all":
        pytest.skip("takes minutes: make test-all runs it")
    command = [str(project / ".venv/bin/python"), "-P", str(project / "app/llm/demo_server.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin
        assert server.stdout
        endpoint = Endpoint("custom", "demo", server.stdout.readline().strip(), "", "chat")
        brief = Brief(Product(idea=COACH, app="chatbot", language="en"))
        product = draft(brief, Spent(endpoint), seconds=1_200)
        server.stdin.close()
    assert parse(dump(product))[0] == product
    assert product.starters
    assert any(case.refuses for case in product.cases)


@pytest.mark.parametrize("command", [["doctor"], ["chat", "What is a lease?", "--json"]], ids=lambda words: words[0])
def test_the_whole_app_runs_with_it(project: Path, command: list[str]) -> None:
    environ = {**os.environ, "LLM_PROVIDER": "demo", "LLM_MAX_OUTPUT_TOKENS": "60"}
    python = project / ".venv/bin/python"
    done = subprocess.run(
        [python, "-m", "app", *command], cwd=project, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "demo" in done.stdout
