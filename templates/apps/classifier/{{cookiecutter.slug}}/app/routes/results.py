"""What was labelled, a page at a time; the owner's alone to see."""

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from app.owner import OWNED

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

router = APIRouter(prefix="/api/results", dependencies=OWNED)


class Filter(BaseModel):
    """Which texts are asked for; an empty `label` asks for those without one."""

    model_config = ConfigDict(extra="forbid")

    query: str = Field("", max_length=200)
    label: str | None = Field(None, max_length=2_000)
    week: date | None = None
    band: int | None = Field(None, ge=0, le=4, description="range of confidence: 0 for none, 1 to 4 from low to high")
    after: str = Field("", pattern=r"^$|^\d{4}-\d{2}-\d{2}~\d+$", description="where the page before ended")
    limit: int = Field(50, ge=1, le=200)


@router.get("")
def found(wanted: Annotated[Filter, Query()]) -> dict[str, Any]:
    """Return the newest of the texts that are asked for; `after` is where the next page begins."""
    from app import db  # SQLAlchemy takes half a second to load: in this thread
    from app.results import store

    asked = store.Wanted(wanted.query, wanted.label, wanted.week, wanted.band, wanted.after)
    with db.read() as connection:
        rows = store.page(connection, asked, wanted.limit + 1)
    shown = rows[: wanted.limit]
    return {"rows": [row(each) for each in shown], "after": store.cursor(shown[-1]) if len(rows) > len(shown) else None}


@router.get("/summary")
def summary() -> dict[str, Any]:
    """Return how many texts there are in each week and with each label."""
    from app import db
    from app.results import store

    with db.read() as connection:
        counts = store.counts(connection)
    weeks: Counter[date] = Counter()
    labels: Counter[str] = Counter()
    for week, label, count in counts:
        weeks[week] += count
        labels[label] += count
    return {
        "count": weeks.total(),
        "weeks": [{"week": week, "count": weeks[week]} for week in sorted(weeks, reverse=True)],
        "labels": [{"label": label, "count": labels[label]} for label in sorted(labels)],
    }


def row(found: "RowMapping") -> dict[str, Any]:
    """Return a kept text as the page shows it."""
    names = ("id", "text", "label", "guess", "way", "error", "state", "file")
    return {
        **{name: found[name] for name in names},
        "confidence": found["confidence"] if found["band"] else None,
        "created": f"{found['created'].isoformat()}Z",
    }
