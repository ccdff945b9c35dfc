"""Starts the process that deals with a file, and puts an end to it where it takes too long."""

import json
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path

from app.documents import confined, parsing
from app.documents.confined import Job, Limits
from app.documents.extracted import Extracted, Heading, Unreadable
from app.documents.settings import DocumentSettings

LOOK = 0.5  # seconds between two looks at the process
CPU_SPENT = {-24, -14, 152, 142}  # ended by SIGXCPU or SIGALRM

# A process with the readers loaded forks one for each file, which takes a hundredth of starting Python anew.
if sys.platform == "win32":
    forking = multiprocessing.get_context("spawn")
else:
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(["app.documents.parsing", "app.documents.drawing"])


class Stopped(Exception):
    """Reading was given up because the app ends."""


def read(kind: str, data: bytes, settings: DocumentSettings, waiting: Callable[[], bool]) -> Extracted:
    """Return what a file says, or raise Unreadable; `waiting` is called now and then, and says whether to go on."""
    if len(data) > settings.document_mb * 1_000_000:
        raise Unreadable("too_large")
    limits = Limits(settings.document_pages, settings.document_seconds, settings.document_memory_mb)
    fields = json.loads(done(partial(parsing.answer, kind), data, limits, waiting))
    headings = [Heading(**heading) for heading in fields["headings"]]
    return Extracted(fields["text"], headings, fields["pages"])


def done(job: Job, data: bytes, limits: Limits, waiting: Callable[[], bool] = lambda: True) -> bytes:
    """Have a process of its own do a job with a file, and return its answer, or raise Unreadable."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "file").write_bytes(data)
        code = run((job, folder, limits), limits.seconds, waiting)
        return understood(code, folder)


def run(arguments: tuple[object, ...], seconds: float, waiting: Callable[[], bool]) -> int:
    """Have a process deal with the file, and return how it ended."""
    process = forking.Process(target=confined.main, args=arguments, daemon=True)
    process.start()
    try:
        wait(process, time.monotonic() + seconds, waiting)
        return process.exitcode or 0
    finally:
        process.kill()
        process.join()
        process.close()


def wait(process: BaseProcess, deadline: float, waiting: Callable[[], bool]) -> None:
    process.join(LOOK)
    while process.exitcode is None:
        if not waiting():
            raise Stopped
        if time.monotonic() > deadline:
            raise Unreadable("too_slow")
        process.join(LOOK)


def understood(code: int, folder: Path) -> bytes:
    """Read the process's answer, or tell from how it ended why there is none."""
    if code in CPU_SPENT:
        raise Unreadable("too_slow")
    if code:
        raise Unreadable("too_much" if code < 0 else "damaged")
    failure = folder / "failure"
    if failure.exists():
        raise Unreadable(failure.read_text(encoding="ascii"))
    return (folder / "answer").read_bytes()
