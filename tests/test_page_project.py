"""The browser tests that a generated project inherits pass in it: streaming, Stop, branches, payloads, the frame."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT
from pages import generate_example
from trees import own_tests

# Of the chatbot all that it has; of other kinds of app what those alone have.
PROJECTS = {"dental-assistant": [], "support-triage": own_tests("classifier"), "labour-rules": own_tests("docqa")}


@pytest.fixture(scope="module")
def playwright(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What browser tests need, beside the shared environment: `make test-browser` would set that up for one project."""
    beside = tmp_path_factory.mktemp("browser")
    python = str(environment / "bin/python")
    needs = ["--require-hashes", "-r", str(environment.parent / "requirements/browser.txt")]
    uv = str(ROOT / ".venv/bin/uv")
    command = [uv, "pip", "install", "--quiet", "--python", python, "--target", str(beside), *needs]
    subprocess.run(command, check=True, capture_output=True)
    return beside


@pytest.mark.parametrize("name", PROJECTS)
def test_a_project_passes_its_own_browser_tests(name: str, environment: Path, playwright: Path, tmp_path: Path) -> None:
    project = generate_example(name, tmp_path / "made", environment)
    files = [f"tests/{file}" for file in PROJECTS[name]]
    done = subprocess.run(
        [str(project / ".venv/bin/python"), "-m", "pytest", "-m", "browser", *files],
        cwd=project, env={**os.environ, "PYTHONPATH": str(playwright)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
