"""What exists only while quickship works, and what is only changed once it is done: taken back on any error or kill."""

from __future__ import annotations

import secrets
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterable
from pathlib import Path
from types import TracebackType

from quickship.errors import WriteError
from quickship.sweep import take_back

SWEEP = Path(__file__).with_name("sweep.py")


class Staging:
    """Every path it names is told to a second process first, which removes or restores it if this one dies."""

    def __init__(self) -> None:
        self._paths: dict[str, str] = {}
        self._sweeper = subprocess.Popen(
            [sys.executable, "-I", "-S", str(SWEEP)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd=_temporary(),
        )

    def __enter__(self) -> Staging:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            take_back(list(self._paths.items()))
        finally:  # what an interrupt keeps from being removed here is removed there
            self._sweeper.communicate()

    def folder(self, beside: Path | None = None) -> Path:
        """A new folder in the temporary folder, or in `beside`, that does not outlive the work."""
        path = (beside or _temporary()) / f".quickship-{secrets.token_hex(6)}"
        self.remove_at_end(path)
        path.mkdir(mode=0o700)
        return path

    def remove_at_end(self, path: Path) -> None:
        """This path, about to be made, is removed unless it is kept."""
        self._tell("remove", [str(path)])
        self._paths[str(path)] = ""

    def restore_at_end(self, path: Path, copy: Path) -> None:
        """This file, about to be changed, becomes what its copy is unless it is kept."""
        self._tell("restore", [str(path), str(copy)])
        self._paths[str(path)] = str(copy)

    def keep(self, paths: Collection[Path]) -> None:
        """These paths are finished work and stay."""
        kept = {str(path) for path in paths}
        self._tell("keep", sorted(kept))
        self._paths = {path: copy for path, copy in self._paths.items() if path not in kept}

    def _tell(self, verb: str, paths: Iterable[str]) -> None:
        assert self._sweeper.stdin
        words = (word.encode("unicode_escape") for word in (verb, *paths))
        self._sweeper.stdin.write(b"\t".join(words) + b"\n")
        self._sweeper.stdin.flush()


def _temporary() -> Path:
    try:
        return Path(tempfile.gettempdir())
    except OSError as error:
        raise WriteError("no temporary folder can be written", "free some space, or set TMPDIR") from error
