"""The weeks of what is kept, and what changed from one to the next."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal

import numpy as np
from pydantic import BaseModel

from app.evaluation.statistics import wilson

FEWEST = 30  # texts of a week, or before it, that something can be said of
MOVED = 0.1  # of the texts; less is no reason to do anything, however sure it is
CHANCE = 0.01

Finding = Literal["too_few", "steady", "moved"]


class Week(BaseModel):
    """The texts of one week; `sampled` of them were compared with the examples, of which `far` lie far from all."""

    week: date
    counts: dict[str, int]
    sampled: int = 0
    far: int = 0

    @property
    def count(self) -> int:
        return sum(self.counts.values())

    def share(self, label: str) -> float:
        return self.counts.get(label, 0) / max(1, self.count)

    @property
    def far_share(self) -> float | None:
        return self.far / self.sampled if self.sampled else None


class Drift(BaseModel):
    """All weeks that were looked at, the oldest first."""

    made: datetime
    name: str
    language: str
    weeks: list[Week]

    @property
    def labels(self) -> list[str]:
        """Return all labels, the commonest first."""
        return [label for label, _ in pooled(self.weeks).most_common()]


class Change(BaseModel):
    """A week beside all before it."""

    week: Week
    moved: float  # the share of the texts that would need another label for the mix to be what it was before
    mix: Finding
    label: str  # whose share changed most
    was: float
    far_before: float | None
    distance: Finding


def changes(drift: Drift) -> list[Change]:
    """Return what each week changed, but for the first."""
    return [changed(week, drift.weeks[:at]) for at, week in enumerate(drift.weeks) if at]


def changed(week: Week, before: Sequence[Week]) -> Change:
    old, labels = pooled(before), sorted({*week.counts, *pooled(before)})
    shares = {label: week.share(label) - old[label] / max(1, old.total()) for label in labels}
    label = max(labels, key=lambda name: abs(shares[name]), default="")
    moved = sum(map(abs, shares.values())) / 2
    sampled, far = sum(each.sampled for each in before), sum(each.far for each in before)
    return Change(
        week=week,
        moved=moved,
        mix=mix(week.counts, old, moved),
        label=label,
        was=old[label] / max(1, old.total()),
        far_before=far / sampled if sampled else None,
        distance=distance(week, far, sampled),
    )


def pooled(weeks: Sequence[Week]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for week in weeks:
        counts.update(week.counts)
    return counts


def mix(new: Mapping[str, int], old: Mapping[str, int], moved: float) -> Finding:
    """Tell a change of the labels from chance by the chi-square test of a table with two rows."""
    if min(sum(new.values()), sum(old.values())) < FEWEST:
        return "too_few"
    from scipy.stats import chi2_contingency

    labels = sorted({*new, *old})
    table = np.array([[counts.get(label, 0) for label in labels] for counts in (new, old)])
    sure = len(labels) > 1 and chi2_contingency(table).pvalue < CHANCE
    return "moved" if sure and moved >= MOVED else "steady"


def distance(week: Week, far: int, sampled: int) -> Finding:
    """Tell whether more of a week's texts are far from the examples than before, by intervals that do not meet."""
    if min(week.sampled, sampled) < FEWEST:
        return "too_few"
    return "moved" if wilson(week.far, week.sampled)[0] > wilson(far, sampled)[1] else "steady"
