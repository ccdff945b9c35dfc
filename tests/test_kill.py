"""Killed at any moment, quickship leaves its target whole or absent, and nothing else anywhere."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

from conftest import COMMAND
from trees import COACH, contents

KILLS = 24
PATIENCE = 6.0


def run(place: Path, temporary: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [COMMAND, "new", COACH, "--name", "Made", "--no-input", "-o", place],
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_until_swept(place: Path, temporary: Path) -> list[str]:
    """What lies in both folders once nothing but the target does, or when patience ends."""
    deadline = time.monotonic() + PATIENCE
    while True:
        left = sorted(path.name for folder in (place, temporary) for path in folder.iterdir())
        if left in ([], ["made"]) or time.monotonic() > deadline:
            return left
        time.sleep(0.02)


def test_killed_at_any_moment_the_target_is_whole_or_absent(tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    seconds = []
    for name in ("warm", "first", "second"):
        started = time.monotonic()
        assert run(tmp_path / name, temporary).wait() == 0
        seconds.append(time.monotonic() - started)
    reference = contents(tmp_path / "second/made")
    span = max(seconds[1:]) * 1.4  # beyond the end, so that some kills come after the rename on a busy machine too
    whole = 0
    for kill in range(KILLS):
        place = tmp_path / f"kill-{kill}"
        place.mkdir()
        process = run(place, temporary)
        time.sleep(span * (kill + 0.5) / KILLS)
        process.send_signal(signal.SIGKILL)
        process.wait()
        left = wait_until_swept(place, temporary)
        assert left in ([], ["made"]), f"left after kill {kill}"
        if left:
            assert contents(place / "made") == reference
            assert git("status", "--porcelain", cwd=place / "made") == ""
            whole += 1
    assert 0 < whole < KILLS, f"{whole} of {KILLS} kills came after the rename: the test did not see both sides"


def git(*words: str, cwd: Path) -> str:
    return subprocess.run(["git", *words], cwd=cwd, capture_output=True, text=True, check=True).stdout
