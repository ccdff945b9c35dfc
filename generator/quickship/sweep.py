"""A small process that outlives quickship and removes what it left unfinished, even after SIGKILL.

Each line of its stdin is `remove` or, later perhaps, `keep`, and then paths, escaped and parted by tabs. When stdin
ends, because quickship is done or dead, what was named and not kept is removed, the last named first. It imports next
to nothing, so that it starts in a few milliseconds.
"""

import os
import sys
import time

PATIENCE = 5.0


def main() -> None:
    named: dict[str, None] = {}
    for line in sys.stdin.buffer:
        if not line.endswith(b"\n"):
            break  # quickship was killed within it
        verb, *paths = (word.decode("unicode_escape") for word in line[:-1].split(b"\t"))
        for path in paths:
            if verb == "remove":
                named[path] = None
            else:
                named.pop(path, None)
    remove_all(list(named))


def remove_all(paths: list[str]) -> None:
    """Removes these paths, the last one first; a child of a dead process may still be writing there."""
    deadline = time.monotonic() + PATIENCE
    for path in reversed(paths):
        while not _removed(path) and time.monotonic() < deadline:
            time.sleep(0.02)


def _removed(path: str) -> bool:
    if os.path.isdir(path) and not os.path.islink(path):
        import shutil

        shutil.rmtree(path, ignore_errors=True)
    elif os.path.lexists(path):
        os.unlink(path)
    return not os.path.lexists(path)


if __name__ == "__main__":
    main()
