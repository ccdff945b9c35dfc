"""Compares two runs row by row, by a test for pairs."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from app.evaluation.comparing import comparable
from app.evaluation.comparison import Finding, finding
from app.evaluation.statistics import fewest_changes, mcnemar
from app.quality.figures import given
from app.quality.rows import Row, Run


@dataclass(frozen=True)
class Change:
    """A text that the runs label differently."""

    text: str
    gold: Sequence[str]
    before: Sequence[str]
    after: Sequence[str]
    turned: Literal["better", "worse", "other"]


@dataclass(frozen=True)
class Compared:
    """The rows that changed, and the chance of that where nothing did."""

    pairs: int
    unpaired: int
    better: int
    worse: int
    p: float
    finding: Finding
    changes: list[Change]

    @property
    def sentence(self) -> str:
        """Say what the paired test found."""
        counts = f"of {self.pairs} texts in both, {self.better} turned right and {self.worse} turned wrong"
        alone = f" {self.unpaired} texts stand in one of the runs only." if self.unpaired else ""
        found = {
            "better": f"Better (McNemar, p = {self.p:.3f})",
            "worse": f"Worse (McNemar, p = {self.p:.3f})",
            "no_difference": f"No difference found (McNemar, p = {self.p:.3f})",
            "too_few": f"Too few to tell (McNemar, p = {self.p:.3f}; {fewest_changes()} or more have to change)",
        }[self.finding]
        return f"{found}: {counts}.{alone}"

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def compared(before: Run, after: Run) -> Compared:
    """Pair the texts of both runs."""
    old = {comparable(row.text): row for row in before.rows}
    new = {comparable(row.text): row for row in after.rows}
    both = [(old[key], row) for key, row in new.items() if key in old and old[key].gold == row.gold]
    better = sum(row.right and not was.right for was, row in both)
    worse = sum(was.right and not row.right for was, row in both)
    return Compared(
        pairs=len(both),
        unpaired=len(old) + len(new) - 2 * len(both),
        better=better,
        worse=worse,
        p=mcnemar(better, worse),
        finding=finding(better, worse),
        changes=[change(was, row) for was, row in both if given(was) != given(row)],
    )


def change(was: Row, row: Row) -> Change:
    turned: Literal["better", "worse", "other"] = "other"
    if was.right != row.right:
        turned = "better" if row.right else "worse"
    return Change(row.text, row.gold, given(was), given(row), turned)


def named(labels: Sequence[str]) -> str:
    return ", ".join(labels) or "-"
