"""How many passages say each term of a question: a rare term tells much and costs little to look for."""

from collections.abc import Callable, Iterable

from sqlalchemy import Connection

from app.documents.index import total

MOST_SCORED = 6_000  # passages, those of each term added up; the commonest terms beyond that are left out
COMMON = 1_000  # passages from which on a term is remembered with its count, since counting takes as long as searching
CHANGED = 0.05  # share of new or missing passages from which on what is remembered is counted anew

Count = Callable[[Connection, list[str], int], dict[str, int]]
Known = Callable[[Connection, int], dict[str, int]]


def nothing(_: Connection, __: int) -> dict[str, int]:
    return {}


class Rarity:
    """Counts terms by `count`, which returns how many passages say each, up to a limit.

    `known` returns what the database has counted by itself, given how many passages there are.
    """

    def __init__(self, count: Count, known: Known = nothing) -> None:
        self._count, self._known = count, known
        self._common: dict[str, int] = {}
        self.everything = 0  # passages there were when it last looked

    def telling(self, connection: Connection, terms: Iterable[str]) -> dict[str, int]:
        """Return the terms to look for, the rarest first, and how many passages say each."""
        self._look_again(connection, total(connection))
        counts = self._counted(connection, list(terms))
        kept: dict[str, int] = {}
        for term in sorted(filter(counts.get, counts), key=counts.__getitem__):
            if kept and sum(kept.values()) + counts[term] > MOST_SCORED:
                break
            kept[term] = counts[term]
        return kept

    def _look_again(self, connection: Connection, everything: int) -> None:
        if abs(everything - self.everything) > CHANGED * self.everything:
            self._common = only_common(self._known(connection, everything))
            self.everything = everything

    def _counted(self, connection: Connection, terms: list[str]) -> dict[str, int]:
        remembered = {term: self._common[term] for term in terms if term in self._common}
        new = [term for term in terms if term not in remembered]
        counts = self._count(connection, new, MOST_SCORED + 1) if new else {}
        self._common |= only_common(counts)
        return counts | remembered


def only_common(counts: dict[str, int]) -> dict[str, int]:
    return {term: count for term, count in counts.items() if count >= COMMON}
