"""A file that is read again when it changes, so that editing words needs no restart."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")


class FileFault(Exception):
    """A file of the project cannot be used; the text is one sentence for its owner."""


class Watched(Generic[T]):
    """Holds the last good reading of a file, and in `fault` what is wrong with a newer one."""

    def __init__(self, path: Path, read: Callable[[Path], T], blank: T | None = None) -> None:
        """`blank` stands in until the first good reading; without it the first fault is raised."""
        self.fault = ""
        self._path = path
        self._read = read
        self._value = blank
        self._stamp: tuple[int, int] | None = None
        self._lock = threading.Lock()

    def get(self) -> T:
        """Return what the file says now, or said before someone broke it."""
        with self._lock:
            stamp = self._stat()
            if stamp != self._stamp:
                self._refresh()
                self._stamp = stamp
            assert self._value is not None
            return self._value

    def _refresh(self) -> None:
        try:
            self._value, self.fault = self._read(self._path), ""
        except FileFault as fault:
            if self._value is None:
                raise
            self.fault = str(fault)

    def _stat(self) -> tuple[int, int]:
        try:
            status = self._path.stat()
        except OSError:
            return (0, 0)
        return (status.st_mtime_ns, status.st_size)
