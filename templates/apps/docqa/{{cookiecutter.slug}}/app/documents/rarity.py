"""How many passages say each term of a question: a rare term tells much and costs little to look for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from app.documents.index import ENOUGH, total

MOST_FOUND = 2_000  # passages that a question's rarest terms find, those of each term added up
MOST_ADDED = 15_000  # passages that say its next terms, which only add to the scores of those found
COMMON = 1_000  # passages from which on a term is remembered with its count, since counting takes as long as searching
CHANGED = 0.05  # share of new or missing passages from which on what is remembered is counted anew

Counts = dict[str, int]
Count = Callable[[Connection, list[str], int], Counts]
Known = Callable[[Connection, int], Counts]


@dataclass(frozen=True)
class Telling:
    """Terms to look for, and how many passages say each."""

    finding: Counts  # what says any of these is found
    adding: Counts  # these are commoner, and only add to the scores of what was found


def nothing(_: Connection, __: int) -> Counts:
    return {}


class Rarity:
    """Counts terms by `count`, which returns how many passages say each, up to a limit.

    `known` returns what the database has counted by itself, given how many passages there are.
    """

    def __init__(self, count: Count, known: Known = nothing) -> None:
        self._count, self._known = count, known
        self._common: Counts = {}
        self.everything = 0  # passages there were when it last looked

    def telling(self, connection: Connection, terms: Iterable[str]) -> Telling:
        """Part the terms that any passage says; where very many passages say one, it is left out."""
        self._look_again(connection, total(connection))
        return parted(self._counted(connection, list(terms)))

    def _look_again(self, connection: Connection, everything: int) -> None:
        if abs(everything - self.everything) > CHANGED * self.everything:
            self._common = only_common(self._known(connection, everything))
            self.everything = everything

    def _counted(self, connection: Connection, terms: list[str]) -> Counts:
        remembered = {term: self._common[term] for term in terms if term in self._common}
        new = [term for term in terms if term not in remembered]
        counts = self._count(connection, new, MOST_ADDED + 1) if new else {}
        self._common |= only_common(counts)
        return counts | remembered


def parted(counts: Counts) -> Telling:
    """Go from the rarest term to the commonest, until all that one may cost is spent."""
    finding: Counts = {}
    adding: Counts = {}
    for term in sorted(filter(counts.get, counts), key=counts.__getitem__):
        count, found, added = counts[term], sum(finding.values()), sum(adding.values())
        if not adding and (found + count <= MOST_FOUND or found < ENOUGH):
            finding[term] = count
        elif added + count <= MOST_ADDED:
            adding[term] = count
        else:
            break
    return Telling(finding, adding)


def only_common(counts: Counts) -> Counts:
    return {term: count for term, count in counts.items() if count >= COMMON}
