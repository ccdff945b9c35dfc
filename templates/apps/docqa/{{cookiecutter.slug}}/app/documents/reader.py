"""Starts the process that reads a file, and puts an end to it where it takes too long."""

import json
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

from app.documents import parsing
from app.documents.extracted import Extracted, Heading, Unreadable
from app.documents.settings import DocumentSettings

LOOK = 0.5  # seconds between two looks at the process
CPU_SPENT = {-24, -14, 152, 142}  # ended by SIGXCPU or SIGALRM

# A process with the readers loaded forks one for each file, which takes a hundredth of starting Python anew.
if sys.platform == "win32":
    forking = multiprocessing.get_context("spawn")
else:
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(["app.documents.parsing"])


class Stopped(Exception):
    """Reading was given up because the app ends."""


def read(kind: str, data: bytes, settings: DocumentSettings, waiting: Callable[[], bool]) -> Extracted:
    """Return what a file says, or raise Unreadable; `waiting` is called now and then, and says whether to go on."""
    if len(data) > settings.document_mb * 1_000_000:
        raise Unreadable("too_large")
    limits = parsing.Limits(settings.document_pages, settings.document_seconds, settings.document_memory_mb)
    with tempfile.TemporaryDirectory() as folder:
        file, answer = Path(folder, "file"), Path(folder, "answer")
        file.write_bytes(data)
        code = run((kind, file, answer, limits), limits.seconds, waiting)
        return understood(code, answer)


def run(arguments: tuple[object, ...], seconds: float, waiting: Callable[[], bool]) -> int:
    """Have a process read the file, and return how it ended."""
    process = forking.Process(target=parsing.main, args=arguments, daemon=True)
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


def understood(code: int, answer: Path) -> Extracted:
    """Read the process's answer, or tell from how it ended why there is none."""
    if code in CPU_SPENT:
        raise Unreadable("too_slow")
    if code:
        raise Unreadable("too_much" if code < 0 else "damaged")
    fields = json.loads(answer.read_bytes())
    if "failure" in fields:
        raise Unreadable(fields["failure"])
    headings = [Heading(**heading) for heading in fields["headings"]]
    return Extracted(fields["text"], headings, fields["pages"])
