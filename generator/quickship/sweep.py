"""A small process that outlives quickship and removes what it left unfinished, even after SIGKILL.

Each line of its stdin is JSON: `{"remove": path}`, and later perhaps `{"keep": [paths]}`. When stdin ends,
because quickship is done or dead, what was named and not kept is removed, the last named first. Standard
library only, so that it starts in a few milliseconds.
"""

import json
import os
import shutil
import sys
import time

PATIENCE = 5.0


def main() -> None:
    paths: dict[str, None] = {}
    for line in sys.stdin:
        said = json.loads(line)
        if "remove" in said:
            paths[said["remove"]] = None
        for path in said.get("keep", []):
            paths.pop(path, None)
    remove_all(list(paths))


def remove_all(paths: list[str]) -> None:
    """Removes these paths, the last one first; a child of a dead process may still be writing there."""
    deadline = time.monotonic() + PATIENCE
    for path in reversed(paths):
        while not _removed(path) and time.monotonic() < deadline:
            time.sleep(0.02)


def _removed(path: str) -> bool:
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path, ignore_errors=True)
    elif os.path.lexists(path):
        os.unlink(path)
    return not os.path.lexists(path)


if __name__ == "__main__":
    main()
