"""A small process that outlives quickship and takes back what it left unfinished, even after SIGKILL.

Each line of its stdin is `remove`, `restore` or, later perhaps, `keep`, and then paths, escaped and parted by tabs;
`restore` names a file and the copy that is put back in its place. When stdin ends, because quickship is done or dead,
what was named and not kept is removed or restored, the last named first. It imports next to nothing, so that it starts
in a few milliseconds.
"""

import os
import sys
import time

PATIENCE = 5.0


def main() -> None:
    named: dict[str, str] = {}
    for line in sys.stdin.buffer:
        if not line.endswith(b"\n"):
            break  # quickship was killed within it
        verb, *paths = (word.decode("unicode_escape") for word in line[:-1].split(b"\t"))
        if verb == "restore":
            named[paths[0]] = paths[1]
            continue
        for path in paths:
            if verb == "remove":
                named[path] = ""
            else:
                named.pop(path, None)
    take_back(list(named.items()))


def take_back(named: list[tuple[str, str]]) -> None:
    """Removes each path, or puts its copy back, the last one first; a child of a dead process may still write there."""
    deadline = time.monotonic() + PATIENCE
    for path, copy in reversed(named):
        while not (_restored(path, copy) if copy else _removed(path)) and time.monotonic() < deadline:
            time.sleep(0.02)


def _restored(path: str, copy: str) -> bool:
    if os.path.lexists(copy):
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            os.replace(copy, path)
        except OSError:
            return False
    return True


def _removed(path: str) -> bool:
    if os.path.isdir(path) and not os.path.islink(path):
        import shutil

        shutil.rmtree(path, ignore_errors=True)
    elif os.path.lexists(path):
        os.unlink(path)
    return not os.path.lexists(path)


if __name__ == "__main__":
    main()
