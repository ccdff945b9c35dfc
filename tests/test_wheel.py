"""The built wheel, installed with pip in an empty environment elsewhere, makes a project that passes its tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def run(*command: object, cwd: Path, **environ: str) -> str:
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd, env={**os.environ, **environ}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_the_wheel_makes_a_project_that_passes_its_tests(tmp_path: Path, environment: Path) -> None:
    run(ROOT / ".venv/bin/uv", "build", "--quiet", "--wheel", "--out-dir", tmp_path, cwd=ROOT)
    (wheel,) = tmp_path.glob("quickship-*.whl")
    run(sys.executable, "-m", "venv", tmp_path / "elsewhere", cwd=tmp_path)
    python = tmp_path / "elsewhere/bin/python"
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=tmp_path)
    command = tmp_path / "elsewhere/bin/quickship"
    idea = "Trợ lý đặt câu hỏi ôn thi"
    run(command, "new", idea, "--no-input", "--with", "docker", "-o", tmp_path / "made", cwd=tmp_path)
    (project,) = (tmp_path / "made").iterdir()
    ours = ROOT / ".venv/bin/quickship"
    assert run(ours, "new", "--product", project, "--no-input", "-o", tmp_path / "again", cwd=tmp_path) == ""
    assert files(project) == files(tmp_path / "again" / project.name)
    (project / ".venv").symlink_to(environment)
    assert " passed" in run(
        project / ".venv/bin/python", "-m", "pytest", "tests/test_faq.py", "tests/test_page.py", cwd=project
    )


def files(project: Path) -> dict[str, bytes]:
    found = {str(path.relative_to(project)): path for path in project.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith(".git/")}
