"""The batches that were sent and not yet read, in the file of what came of each text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.batch.checkpoint import Checkpoint

TRIES = 3  # of a text, each in a batch
LET_GO = "UPDATE texts SET sent = NULL, tries = tries + ?1, failed = CASE WHEN tries + ?1 >= ?2 THEN ?3 END WHERE"


@dataclass(frozen=True)
class Batch:
    """A file at the service, and the batch that was made of it, once it was; `number` is the row of its money."""

    number: int
    file: str
    batch: str | None
    amount: int  # nano-dollars


@dataclass(frozen=True)
class Sent:
    """What a kill leaves to go on with."""

    kept: Checkpoint

    def begin(self, batch: Batch, texts: Iterable[str]) -> None:
        """Keep what is about to be sent: from now on no other batch has these texts."""
        self.kept.change(
            "INSERT INTO batches (number, file, amount) VALUES (?, ?, ?)", [(batch.number, batch.file, batch.amount)]
        )
        self.kept.change("UPDATE texts SET sent = ? WHERE key = ?", ((batch.number, self.kept.key(t)) for t in texts))

    def submitted(self, number: int, batch: str) -> None:
        self.kept.change("UPDATE batches SET batch = ? WHERE number = ?", [(batch, number)])

    def open(self) -> list[Batch]:
        """Return the batches that are not read yet."""
        found: list[Batch] = []
        query = "SELECT number, file, batch, amount FROM batches WHERE NOT ended AND number > ? ORDER BY number"
        while row := self.kept.one(query, found[-1].number if found else -1):
            found.append(Batch(*row))
        return found

    def replied(self, number: int, replies: Sequence[tuple[str, str]]) -> None:
        """Keep replies by the keys of their texts, to be judged where the texts are at hand."""
        query = "UPDATE texts SET reply = ? WHERE key = ? AND sent = ?"
        self.kept.change(query, ((text, bytes.fromhex(key), number) for key, text in replies))

    def failed(self, number: int, faults: Sequence[tuple[str, str, bool]]) -> None:
        """Let texts go into another batch where that may help, or name what keeps them from a reply."""
        self.kept.change(
            f"{LET_GO} key = ?4 AND sent = ?5",
            ((1 if again else TRIES, TRIES, fault, bytes.fromhex(key), number) for key, fault, again in faults),
        )

    def end(self, number: int, unread: str, again: bool) -> None:
        """Let the texts go that the batch said nothing of, for `unread`, and forget the batch."""
        tries = 1 if again else TRIES
        self.kept.change(f"{LET_GO} sent = ?4 AND reply IS NULL", [(tries, TRIES, unread, number)])
        self.kept.change("UPDATE batches SET ended = 1 WHERE number = ?", [(number,)])

    def reply(self, text: str) -> str | None:
        """Return a reply that is not judged yet."""
        found = self.kept.one("SELECT reply FROM texts WHERE key = ?", self.kept.key(text))
        return found[0] if found else None
