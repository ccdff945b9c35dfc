"""The demo model of a generated project, installed by its own make target and driven by its own tests."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from conftest import COMMAND


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


@pytest.mark.parametrize("command", [["doctor"], ["chat", "What is a lease?", "--json"]], ids=lambda words: words[0])
def test_the_whole_app_runs_with_it(project: Path, command: list[str]) -> None:
    environ = {**os.environ, "LLM_PROVIDER": "demo", "LLM_MAX_OUTPUT_TOKENS": "60"}
    python = project / ".venv/bin/python"
    done = subprocess.run(
        [python, "-m", "app", *command], cwd=project, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "demo" in done.stdout
