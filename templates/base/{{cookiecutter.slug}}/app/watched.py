"""A file that is read again when it changes, so that editing words needs no restart."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from app.faults import OwnerFault

T = TypeVar("T")


class Watched(Generic[T]):
    """Holds the last good reading of a file, and in `fault` what is wrong with a newer one."""

    def __init__(self, path: Path, read: Callable[[Path], T], blank: T | None = None) -> None:
        """`blank` stands in until the first good reading; without it the first fault is raised."""
        self.fault = ""
        self._path = path
        self._read = read
        self._blank = blank
        self._last: tuple[tuple[int, int], T] | None = None
        self._lock = threading.Lock()

    def get(self) -> T:
        """Return what the file says now, or said before someone broke it."""
        with self._lock:
            stamp = self._stat()
            if self._last is None or self._last[0] != stamp:
                self._last = (stamp, self._refresh())
            return self._last[1]

    def _refresh(self) -> T:
        try:
            value = self._read(self._path)
        except OwnerFault as fault:
            good = self._last[1] if self._last else self._blank
            if good is None:
                raise
            self.fault = str(fault)
            return good
        self.fault = ""
        return value

    def _stat(self) -> tuple[int, int]:
        try:
            status = self._path.stat()
        except OSError:
            return (0, 0)
        return (status.st_mtime_ns, status.st_size)
