"""Killed at any step of its writing, an update leaves the project as it was or as it shall be, and nothing beside."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from itertools import count
from pathlib import Path

import pytest

from test_update import MAIN, line
from trees import contents
from update_world import World

# Ends quickship at the n-th thing that it does to the project; what it adds to git's objects is no change to it.
KILLER = """
import os, signal, sys
from pathlib import Path
place, step, number = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
sys.argv[1:4] = []
WRITES = {"os.rename", "os.link", "os.remove", "os.rmdir", "os.mkdir"}
seen = 0

def watch(name, given):
    global seen
    text = repr(given)
    opened = name == "open" and isinstance(given[1], str) and set("wxa") & set(given[1])
    if place in text and "/objects" not in text and (name in WRITES or opened or (seen and name == "subprocess.Popen")):
        seen += 1
        if seen == step:
            os.kill(os.getpid(), number)

sys.addaudithook(watch)
from quickship.cli import run
run()
"""
PATIENCE = 20.0
FEWEST_STEPS = 25


@pytest.fixture
def ready(world: World) -> World:
    """A project with an update before it that changes, adds, deletes, moves and conflicts."""
    world.write("app/main.py", line(MAIN, 7, "MINE = 1"))
    world.template(
        "base",
        "base",
        {
            "app/main.py": line(MAIN, 7, "SECOND = 2"), "app/other.py": "OTHER = 1\n", "lib/one.txt": None,
            "lib/two.txt": None, "kit/two.txt": "two " + world.read("lib/two.txt")[4:], "new/deep/new.txt": "new\n",
        },
    )  # fmt: skip
    return world


def state(project: Path, world: World) -> tuple[dict[str, bytes], str, str]:
    """All files, the index, and what git is in the middle of; waits for what quickship left to be taken back."""
    until = time.monotonic() + PATIENCE
    while left(project) and time.monotonic() < until:
        time.sleep(0.02)
    assert left(project) == []
    index = world.git("ls-files", "--stage", cwd=project) + world.git("status", "--porcelain", cwd=project)
    return contents(project), index, "merging" if (project / ".git/MERGE_HEAD").exists() else ""


def left(project: Path) -> list[str]:
    """What only stands there while quickship works."""
    places = [project / ".git/index.lock", *project.glob(".quickship-*"), *project.glob(".git/.quickship-*")]
    return [str(path) for path in places if path.exists()]


@pytest.mark.parametrize(("number", "stride"), [(signal.SIGKILL, 1), (signal.SIGINT, 6)])
def test_at_every_step_the_project_is_as_it_was_or_as_it_shall_be(
    number: signal.Signals, stride: int, ready: World
) -> None:
    before = state(ready.project, ready)
    pristine = ready.place / "pristine"
    shutil.copytree(ready.project, pristine, symlinks=True)
    seen = []
    for step in count(1, stride):
        shutil.rmtree(ready.project)
        shutil.copytree(pristine, ready.project, symlinks=True)
        code = killed(ready, step, number)
        found = state(ready.project, ready)
        seen.append(found)
        if code == 1 and found[2]:  # conflicts: it came to its end
            break
    after = seen[-1]
    assert after != before
    assert "<<<<<<< yours" in after[0]["app/main.py"].decode()
    assert after[2] == "merging"
    for step, found in enumerate(seen):
        assert found in (before, after), f"step {step * stride + 1}"
    assert before in seen
    assert len(seen) * stride > FEWEST_STEPS


def killed(world: World, step: int, number: signal.Signals) -> int:
    words = [sys.executable, "-c", KILLER, str(world.project), str(step), str(int(number))]
    environ = {**os.environ, "HOME": str(world.place)}
    command = [*words, "update", "--trust", "--no-input"]
    return subprocess.run(command, cwd=world.project, env=environ, capture_output=True, check=False).returncode
