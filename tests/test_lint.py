"""Everything is linted and type-checked, the templates' Python and JavaScript included."""

from __future__ import annotations

import subprocess
from pathlib import Path


def test_the_whole_tree_is_clean() -> None:
    root = Path(__file__).parent.parent
    done = subprocess.run(["make", "lint"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
