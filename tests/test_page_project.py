"""The browser tests that a generated project inherits pass in it: streaming, Stop, branches, payloads, the frame."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from conftest import ROOT
from pages import generate


def test_a_project_passes_its_own_browser_tests(environment: Path, tmp_path: Path) -> None:
    """Beside the shared environment, which the project's own `make test-browser` would set up for itself alone."""
    project = generate("vi", tmp_path / "made", environment)
    beside = tmp_path / "browser"
    needs = ["--require-hashes", "-r", str(project / "requirements/browser.txt")]
    uv = str(ROOT / ".venv/bin/uv")
    python = str(project / ".venv/bin/python")
    command = [uv, "pip", "install", "--quiet", "--python", python, "--target", str(beside), *needs]
    subprocess.run(command, check=True, capture_output=True)
    environ = {**os.environ, "PYTHONPATH": str(beside)}
    done = subprocess.run(
        [python, "-m", "pytest", "-m", "browser"],
        cwd=project, env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
