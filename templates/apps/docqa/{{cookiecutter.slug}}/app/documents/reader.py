"""Starts the process that reads a file, and puts an end to it where it takes too long."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app.documents.extracted import Extracted, Heading, Unreadable
from app.documents.settings import DocumentSettings
from app.settings import PROJECT

LOOK = 0.5  # seconds between two looks at the process
CPU_SPENT = {-24, -14, 152, 142}  # ended by SIGXCPU or SIGALRM


class Stopped(Exception):
    """Reading was given up because the app ends."""


def read(kind: str, data: bytes, settings: DocumentSettings, waiting: Callable[[], bool]) -> Extracted:
    """Return what a file says, or raise Unreadable; `waiting` is called now and then, and says whether to go on."""
    if len(data) > settings.document_mb * 1_000_000:
        raise Unreadable("too_large")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "file")
        file.write_bytes(data)
        limits = (settings.document_pages, settings.document_seconds, settings.document_memory_mb)
        code, answer = run([kind, str(file), *map(str, limits)], settings.document_seconds, waiting)
    return understood(code, answer)


def run(arguments: list[str], seconds: float, waiting: Callable[[], bool]) -> tuple[int, bytes]:
    command = [sys.executable, "-m", "app.documents.parsing", *arguments]
    with (
        tempfile.TemporaryFile() as answer,
        subprocess.Popen(  # noqa: S603
            command, cwd=PROJECT, stdout=answer, stderr=subprocess.DEVNULL
        ) as process,
    ):
        try:
            wait(process, time.monotonic() + seconds, waiting)
        finally:
            process.kill()
        answer.seek(0)
        return process.wait(), answer.read()


def wait(process: "subprocess.Popen[bytes]", deadline: float, waiting: Callable[[], bool]) -> None:
    while True:
        try:
            process.wait(LOOK)
            return
        except subprocess.TimeoutExpired:
            if not waiting():
                raise Stopped from None
            if time.monotonic() > deadline:
                raise Unreadable("too_slow") from None


def understood(code: int, answer: bytes) -> Extracted:
    """Read the process's answer, or tell from how it ended why there is none."""
    if code in CPU_SPENT:
        raise Unreadable("too_slow")
    if code:
        raise Unreadable("too_much" if code < 0 else "damaged")
    fields = json.loads(answer)
    if "failure" in fields:
        raise Unreadable(fields["failure"])
    headings = [Heading(**heading) for heading in fields["headings"]]
    return Extracted(fields["text"], headings, fields["pages"])
