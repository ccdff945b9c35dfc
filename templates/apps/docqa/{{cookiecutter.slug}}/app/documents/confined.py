"""The process that deals with one file: whatever a file does to its reader, it does it there alone, within limits.

What it makes of `folder/file` is in `folder/answer` at its end, or why it cannot in `folder/failure`: a code of
failures.py.
"""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.documents.extracted import Unreadable


@dataclass(frozen=True)
class Limits:
    """What dealing with one file may take."""

    pages: int
    seconds: int
    memory_mb: int


Job = Callable[[Path, Limits], bytes]


def main(job: Job, folder: Path, limits: Limits) -> None:
    """Be that process; the job is given the file, and returns the answer or raises Unreadable."""
    be_quiet()
    be_bounded(limits)
    try:
        (folder / "answer").write_bytes(job(folder / "file", limits))
    except Unreadable as fault:
        (folder / "failure").write_text(fault.code, encoding="ascii")
    except MemoryError:
        (folder / "failure").write_text("too_much", encoding="ascii")


def be_quiet() -> None:
    """Keep what libraries print about a file out of the app's own output."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):
        os.dup2(nowhere, number)


def be_bounded(limits: Limits) -> None:
    """Have the system end this process where it takes too much, even if whoever started it is gone."""
    if sys.platform == "win32":
        return
    import resource

    signal.alarm(limits.seconds + 1)
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "darwin":  # which knows no limit on it
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_mb * 2**20, limits.memory_mb * 2**20))
