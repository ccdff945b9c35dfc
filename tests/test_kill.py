"""Killed at any moment, quickship leaves its target whole or absent, and nothing else anywhere."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

from conftest import COMMAND
from trees import COACH, contents

KILLS, MOST_KILLS, ROUND = 24, 60, 12
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
    assert run(tmp_path / "reference", temporary).wait() == 0
    reference = contents(tmp_path / "reference/made")
    ends: list[bool] = []
    while len(ends) < MOST_KILLS and (len(ends) < KILLS or len(set(ends)) < 2):
        span = measured(tmp_path / f"measured-{len(ends)}", temporary)  # anew, since the machine may be busy by turns
        for part in range(ROUND):
            place = tmp_path / f"kill-{len(ends)}"
            ends.append(killed(place, temporary, span * (part + 0.5) / ROUND))
            if ends[-1]:
                assert contents(place / "made") == reference
                assert git("status", "--porcelain", cwd=place / "made") == ""
    assert set(ends) == {True, False}, "all kills came on one side of the rename"


def measured(place: Path, temporary: Path) -> float:
    """The seconds of an undisturbed run, and some more, so that kills come after the rename too."""
    started = time.monotonic()
    assert run(place, temporary).wait() == 0
    return (time.monotonic() - started) * 1.4


def killed(place: Path, temporary: Path, seconds: float) -> bool:
    """Kills a run after so many seconds; is the target there? Nothing else may be."""
    place.mkdir()
    process = run(place, temporary)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    left = wait_until_swept(place, temporary)
    assert left in ([], ["made"]), f"left after {seconds:.3f} s"
    return bool(left)


def git(*words: str, cwd: Path) -> str:
    return subprocess.run(["git", *words], cwd=cwd, capture_output=True, text=True, check=True).stdout
