"""docs/templates.md is true: its commands run in their order, its files are written where it says, its test passes."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Collection
from pathlib import Path

from conftest import ROOT
from plain_templates import BODY, NAMES, Plain, write

PAGE = ROOT / "docs/templates.md"
ADDRESS = "https://git.example.org/you/unlisted.git"
# Projects are set up and tested in minutes: the one test that the page is about is run below.
RUN_ELSEWHERE = ("make -C try/haven test", "quickship templates check unlisted")
STEP = re.compile(
    r"^`(?P<path>\S+/\S+)`\n\n```\w+\n(?P<body>.*?)^```|^    (?P<command>\S[^\n]*)$", re.MULTILINE | re.DOTALL
)


def followed(page: Path, place: Path, elsewhere: Collection[str]) -> list[str]:
    """Does what a page says, in its order: writes its files, runs its commands but for those that are run elsewhere.

    Returns the commands that ran.
    """
    path = f"{ROOT / '.venv/bin'}{os.pathsep}{os.environ['PATH']}"
    environ = {**os.environ, "HOME": str(place), "PATH": path}
    commands = []
    for step in STEP.finditer(page.read_text(encoding="utf-8")):
        if step["path"]:
            assert (place / step["path"]).exists()
            (place / step["path"]).write_text(step["body"], encoding="utf-8")
        elif step["command"] not in elsewhere:
            commands.append(step["command"])
            done = subprocess.run(
                ["sh", "-c", step["command"]], cwd=place, env=environ, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, step["command"] + done.stdout + done.stderr
    return commands


def test_a_template_is_begun_used_and_published_as_the_page_says(tmp_path: Path, environment: Path) -> None:
    subprocess.run(["git", "init", "--quiet", "--bare", "shelf.git"], cwd=tmp_path, check=True)
    (tmp_path / ".gitconfig").write_text(
        f'[user]\nname = A\nemail = a@example.org\n[url "file://{tmp_path}/shelf.git"]\ninsteadOf = {ADDRESS}\n'
    )
    write(Plain(NAMES, {f"{BODY}/a.txt": "{{ cookiecutter.project_name }}"}), tmp_path / "plain")
    commands = followed(PAGE, tmp_path, RUN_ELSEWHERE)
    assert len(commands) > 10
    assert (tmp_path / "my-tool/a.txt").read_text() == "My Tool"
    for project in (tmp_path / "try/haven", tmp_path / "hearth"):
        assert "## Search engines" in (project / "README.md").read_text()
        assert (project / "app/routes/unlisted.py").exists()
    (tmp_path / "try/haven/.venv").symlink_to(environment)
    subprocess.run(
        [".venv/bin/python", "-m", "pytest", "-q", "tests/test_unlisted.py"], cwd=tmp_path / "try/haven", check=True
    )
