"""Keeps what was labelled, and gives it out a page at a time, however much there is."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    String,
    bindparam,
    delete,
    func,
    insert,
    select,
    tuple_,
)

from app.examples import key_of
from app.folding import fold
from app.guard import CapSettings
from app.result import Result
from app.results.searching import holds
from app.results.tables import BANDS, UNMEASURED, decisions, results

BETWEEN = "|"  # the labels of a text that has several

SHOWN = [results.c[name] for name in ("id", "text", "label", "guess", "confidence", "band", "way", "error", "state")]
SHOWN += [results.c.file, results.c.created, results.c.week]


@dataclass(frozen=True)
class Labelled:
    """What came of a text; where that is not `sure`, a person is to look at it."""

    text: str
    label: str
    guess: str
    confidence: float | None
    way: str
    error: str
    sure: bool


@dataclass(frozen=True)
class Wanted:
    """Which of the kept texts; `after` is the cursor of the page before."""

    query: str = ""
    label: str | None = None
    week: date | None = None
    band: int | None = None
    after: str = ""


def labelled(text: str, result: Result) -> Labelled:
    """Return what is kept of a result; a label that nobody measured is not sure."""
    return Labelled(
        text=text,
        label=BETWEEN.join(result.labels),
        guess=BETWEEN.join(result.guess),
        confidence=result.confidence,
        way=result.way,
        error=result.abstained,
        sure=result.calibrated and not result.abstained,
    )


def add(connection: Connection, rows: Sequence[Labelled], file: str = "") -> None:
    """Keep what came of texts, of which one that a person decided on before has that person's label."""
    keys = [key_of(row.text) for row in rows]
    decided = {row.key: row.label for row in connection.execute(DECIDED, {"keys": [*{*keys}]})}
    waiting = {*connection.scalars(WAITING, {"keys": [*{*keys}]})}
    moment = datetime.now(UTC)
    when = {"created": moment.replace(tzinfo=None), "week": week_of(moment), "file": file}
    entered = []
    for key, row in zip(keys, rows, strict=True):
        state = "decided" if key in decided else "settled" if row.sure else "repeat" if key in waiting else "waiting"
        if state == "waiting":
            waiting.add(key)
        entered.append({**columns(row), **when, "key": key, "state": state, "label": decided.get(key, row.label)})
    if entered:
        connection.execute(insert(results), entered)


def columns(row: Labelled) -> dict[str, Any]:
    text = row.text.replace("\0", "")  # PostgreSQL takes none
    return {
        "text": text,
        "folded": fold(text),
        "said": row.label,
        "guess": row.guess,
        "confidence": row.confidence or 0.0,
        "band": UNMEASURED if row.confidence is None else bisect_right(BANDS, row.confidence) + 1,
        "way": row.way,
        "error": row.error,
        "turn": 0,
    }


def week_of(moment: datetime) -> date:
    """Return the Monday of a moment's week, where a day begins as CAP_TIMEZONE says."""
    day = moment.astimezone(CapSettings().cap_timezone).date()
    return day - timedelta(days=day.weekday())


def page(connection: Connection, wanted: Wanted, limit: int) -> list[RowMapping]:
    """Return the newest kept texts of those that are wanted."""
    return list(connection.execute(query(connection, wanted, limit)).mappings())


def query(connection: Connection, wanted: Wanted, limit: int) -> Select[Any]:
    found = select(*SHOWN).where(*conditions(connection, wanted)).limit(limit)
    return found.order_by(results.c.week.desc(), results.c.id.desc())


def conditions(connection: Connection, wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    if wanted.query.strip():
        yield holds(connection, wanted.query)
    for name in ("label", "week", "band"):
        if (value := getattr(wanted, name)) is not None:
            yield results.c[name] == value
    if wanted.after:
        week, _, identity = wanted.after.partition("~")
        if wanted.week:  # SQLite would sort by the pair, where one of it stands already
            yield results.c.id < int(identity)
        else:
            yield tuple_(results.c.week, results.c.id) < tuple_(date.fromisoformat(week), int(identity))


def cursor(row: RowMapping) -> str:
    """Return where a page ends that has this row last."""
    return f"{row['week'].isoformat()}~{row['id']}"


def counts(connection: Connection) -> list[tuple[date, str, int]]:
    """Return how many texts each week and label have, read off an index alone."""
    found = select(results.c.week, results.c.label, func.count()).group_by(results.c.label, results.c.week)
    return [(week, label, count) for week, label, count in connection.execute(found)]


def forget_before(connection: Connection, moment: datetime) -> int:
    """Delete what was labelled before a moment, and return how much that was; decisions are examples by then."""
    return connection.execute(delete(results).where(results.c.created < moment)).rowcount


def row_of(connection: Connection, identity: int) -> RowMapping | None:
    return connection.execute(select(results).where(results.c.id == identity)).mappings().first()


KEYS = bindparam("keys", expanding=True, type_=String)
DECIDED = select(decisions.c.key, decisions.c.label).where(decisions.c.key.in_(KEYS))
WAITING = select(results.c.key).where(results.c.key.in_(KEYS), results.c.state == "waiting")
