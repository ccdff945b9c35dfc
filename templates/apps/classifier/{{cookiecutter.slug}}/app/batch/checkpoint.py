"""What came of each text, kept beside the output as soon as it is known, so that nothing is paid twice."""

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from app.faults import OwnerFault

CACHE = "cache_size=-4000"  # KiB, however many texts there are
TABLES = (  # a text that was sent in a batch is not asked about again before that is read
    "texts (key BLOB PRIMARY KEY, size INTEGER, wanted INTEGER, outcome TEXT, failed TEXT, "
    "sent INTEGER, reply TEXT, tries INTEGER DEFAULT 0) WITHOUT ROWID",
    "batches (number INTEGER PRIMARY KEY, file TEXT, batch TEXT, amount INTEGER, ended INTEGER DEFAULT 0)",
)
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

    @property
    def has_failed(self) -> bool:
        """Tell whether no way came to an end with it, so that it is worth another run."""
        return bool(self.error) and not self.way

    @property
    def kept(self) -> tuple[str | None, str | None]:
        """Return what is kept for good, and what for this run alone."""
        return (None, self.error) if self.has_failed else (json.dumps(self.cells, ensure_ascii=False), None)


class Checkpoint:
    """A file of outcomes by the hash of a text and of all that decides its label."""

    def __init__(self, path: Path, task: str) -> None:
        """Open the file, or make it; raise OwnerFault where another process has it."""
        self.path, self._task = path, task.encode()
        self._turn = threading.RLock()  # rows are read in threads while others are kept
        with self._told():
            self._db = sqlite3.connect(path, isolation_level=None, timeout=0, check_same_thread=False)
            for setting in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=NORMAL", CACHE):
                self._db.execute(f"PRAGMA {setting}")
            for table in TABLES:
                self._db.execute(f"CREATE TABLE IF NOT EXISTS {table}")
            self._db.execute("UPDATE texts SET wanted = 0, failed = NULL, tries = 0")

    def expect(self, texts: Iterable[str]) -> None:
        """Enter the texts that are to be labelled; one that is there already stays as it is."""
        left = iter(texts)
        while some := list(islice(left, AT_ONCE)):
            self.change(
                "INSERT INTO texts (key, size, wanted) VALUES (?, ?, 1) ON CONFLICT (key) DO UPDATE SET wanted = 1",
                [(self.key(text), len(text.encode())) for text in some],
            )

    def waiting(self) -> tuple[int, int]:
        """Return how many texts have no outcome yet, and their bytes."""
        query = "SELECT count(*), total(size) FROM texts WHERE wanted AND outcome IS NULL"
        count, size = self.one(query)
        return count, int(size)

    def settled(self, text: str) -> bool:
        """Tell whether the text has an outcome, or failed in this run."""
        query = "SELECT 1 FROM texts WHERE key = ? AND (outcome IS NOT NULL OR failed IS NOT NULL OR sent IS NOT NULL)"
        return self.one(query, self.key(text)) is not None

    def keep(self, outcomes: Iterable[tuple[str, Outcome]]) -> None:
        """Keep what came of texts; where that is a failure, the next run tries again."""
        rows = [(*outcome.kept, self.key(text)) for text, outcome in outcomes]
        self.change("UPDATE texts SET outcome = ?, failed = ?, sent = NULL, reply = NULL WHERE key = ?", rows)

    def outcome(self, text: str, otherwise: str) -> Outcome:
        """Return what came of the text; one that was never asked about has the error `otherwise`."""
        query = "SELECT outcome, failed, sent FROM texts WHERE key = ?"
        found, failed, sent = self.one(query, self.key(text)) or (None, None, None)
        return Outcome(*json.loads(found)) if found else Outcome(error=failed or ("sent" if sent else otherwise))

    def close(self, remove: bool) -> None:
        self._db.close()
        if remove:
            self.path.unlink(missing_ok=True)

    def key(self, text: str) -> bytes:
        """Return what stands for a text, which is not kept itself."""
        return hashlib.blake2b(self._task + text.encode(), digest_size=16).digest()

    def one(self, query: str, *values: object) -> Any:
        """Return the first row that a query finds, or None."""
        with self._turn:
            return self._db.execute(query, values).fetchone()

    def change(self, query: str, rows: Iterable[Sequence[object]]) -> None:
        """Change the file once for each row of values, all in one transaction."""
        with self._told(), self._whole():
            self._db.executemany(query, rows)

    @contextmanager
    def _whole(self) -> Iterator[None]:
        with self._turn:
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
