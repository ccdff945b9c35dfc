"""What came of each text, kept beside the output as soon as it is known, so that nothing is paid twice."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.faults import OwnerFault

CACHE = "cache_size=-16000"  # KiB, however many texts there are
AT_ONCE = 1_000  # texts that are entered in one transaction


@dataclass(frozen=True)
class Outcome:
    """What stands in the row: a label, or why there is none; and the guess, sure enough for a label or not."""

    label: str = ""
    confidence: str = ""
    way: str = ""
    error: str = ""
    guess: str = ""

    @property
    def cells(self) -> Sequence[str]:
        return self.label, self.confidence, self.way, self.error, self.guess


class Checkpoint:
    """A file of outcomes by the hash of a text and of all that decides its label."""

    def __init__(self, path: Path, task: str) -> None:
        """Open the file, or make it; raise OwnerFault where another process has it."""
        self.path, self._task = path, task.encode()
        with self._told():
            self._db = sqlite3.connect(path, isolation_level=None, timeout=0)
            for setting in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=NORMAL", CACHE):
                self._db.execute(f"PRAGMA {setting}")
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS texts (key BLOB PRIMARY KEY, size INTEGER, wanted INTEGER, "
                "outcome TEXT, failed TEXT) WITHOUT ROWID"
            )
            self._db.execute("UPDATE texts SET wanted = 0, failed = NULL")

    def expect(self, texts: Iterable[str]) -> None:
        """Enter the texts that are to be labelled; one that is there already stays as it is."""
        left = iter(texts)
        while some := list(islice(left, AT_ONCE)):
            with self._told(), self._whole():
                self._db.executemany(
                    "INSERT INTO texts VALUES (?, ?, 1, NULL, NULL) ON CONFLICT (key) DO UPDATE SET wanted = 1",
                    [(self._key(text), len(text.encode())) for text in some],
                )

    def waiting(self) -> tuple[int, int]:
        """Return how many texts have no outcome yet, and their bytes."""
        query = "SELECT count(*), total(size) FROM texts WHERE wanted AND outcome IS NULL"
        count, size = self._db.execute(query).fetchone()
        return count, int(size)

    def settled(self, text: str) -> bool:
        """Tell whether the text has an outcome, or failed in this run."""
        query = "SELECT 1 FROM texts WHERE key = ? AND (outcome IS NOT NULL OR failed IS NOT NULL)"
        return self._db.execute(query, (self._key(text),)).fetchone() is not None

    def keep(self, outcomes: Iterable[tuple[str, Outcome]]) -> None:
        rows = [(json.dumps(outcome.cells, ensure_ascii=False), self._key(text)) for text, outcome in outcomes]
        with self._told(), self._whole():
            self._db.executemany("UPDATE texts SET outcome = ? WHERE key = ?", rows)

    def fail(self, text: str, code: str) -> None:
        """Keep why there is no outcome; the next run tries again."""
        with self._told():
            self._db.execute("UPDATE texts SET failed = ? WHERE key = ?", (code, self._key(text)))

    def outcome(self, text: str, otherwise: str) -> Outcome:
        """Return what came of the text; one that was never asked about has the error `otherwise`."""
        query = "SELECT outcome, failed FROM texts WHERE key = ?"
        found, failed = self._db.execute(query, (self._key(text),)).fetchone() or (None, None)
        return Outcome(*json.loads(found)) if found else Outcome(error=failed or otherwise)

    def close(self, remove: bool) -> None:
        self._db.close()
        if remove:
            self.path.unlink(missing_ok=True)

    def _key(self, text: str) -> bytes:
        return hashlib.blake2b(self._task + text.encode(), digest_size=16).digest()

    @contextmanager
    def _whole(self) -> Iterator[None]:
        self._db.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise OwnerFault(f"{self.path} cannot be written: {error}") from None
