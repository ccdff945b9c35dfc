"""What `make eval` counted last, as one table: its own numbers, each with what it rests on and its interval."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, TypeAdapter, ValidationError

from app.evaluation.document import FORMS
from app.evaluation.measures import FEW
from app.evaluation.report import TOTAL, Report
from app.evaluation.statistics import wilson
from app.faults import OwnerFault

MOST = 8  # lines that a slide has room for; the first ones say most


@dataclass(frozen=True)
class Line:
    """A number and its 95% interval, as they are written, and how many observations it rests on."""

    name: str
    counted: str
    value: str
    low: str
    high: str
    count: int

    @property
    def is_few(self) -> bool:
        return self.count < FEW


@dataclass(frozen=True)
class Measured:
    """A run: when, who answered, and its lines."""

    begun: datetime
    answerer: str
    is_model: bool
    lines: tuple[Line, ...]


class Labelled(BaseModel):
    """A text of a classifier's run, as the app keeps it."""

    gold: list[str]
    guess: list[str] = []
    abstained: str = ""
    fault: str = ""

    @property
    def right(self) -> bool:
        return not self.fault and set(self.guess) == set(self.gold) and self.abstained in {"", "unsure"}


class Labelling(BaseModel):
    """A classifier's run, of which the pitch wants this much."""

    begun: datetime
    answerer: str
    is_model: bool
    commonest: list[str]
    rows: list[Labelled]


RUN: TypeAdapter[Report | Labelling] = TypeAdapter(Report | Labelling)


def newest(evals: Path) -> Measured | None:
    """Return the newest run below evals/, or None before the first; one that cannot be read is raised as OwnerFault."""
    found = sorted((evals / "reports").glob("*.json"))
    if not found:
        return None
    try:
        run = RUN.validate_json(found[-1].read_bytes())
    except (OSError, ValidationError):
        raise OwnerFault(f"{found[-1].name} is not a report of this app; `make eval` makes one") from None
    lines = counted(run) if isinstance(run, Report) else labelled(run)
    return Measured(run.begun, run.answerer, run.is_model, tuple(lines)[:MOST])


def counted(report: Report) -> Iterator[Line]:
    """Yield whole cases first, then what the app measures of itself, then each kind of check."""
    kinds = {row.kind: share(row.kind, row.right, row.count) for row in report.rows if row.count}
    if TOTAL in kinds:
        yield kinds.pop(TOTAL)
    for measure in report.measured.rows if report.measured else ():
        value, low, high = (FORMS[measure.form].format(each) for each in (measure.value, measure.low, measure.high))
        yield Line(measure.name, str(measure.count), value, low, high, measure.count)
    yield from kinds.values()


def labelled(run: Labelling) -> Iterator[Line]:
    """Yield all texts, what always giving the commonest label would come to, and the labels that most texts have."""
    rows = run.rows
    if rows:
        yield share("right_label", sum(row.right for row in rows), len(rows))
        yield share("commonest", sum(set(row.gold) == set(run.commonest) for row in rows), len(rows))
    for label, count in Counter(label for row in rows for label in row.gold).most_common():
        found = sum(label in row.guess and not row.fault for row in rows if label in row.gold)
        yield share(f"“{label}”", found, count)


def share(name: str, right: int, count: int) -> Line:
    low, high = wilson(right, count)
    return Line(name, f"{right}/{count}", f"{right / count:.0%}", f"{low:.0%}", f"{high:.0%}", count)
