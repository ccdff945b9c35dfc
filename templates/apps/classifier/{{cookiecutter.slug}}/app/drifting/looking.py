"""Reads the weeks off what is kept: counts off an index, and of each week as many texts as can be compared."""

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime

import numpy as np
from sqlalchemy import Connection, bindparam, func, select

from app import db
from app.classifier import Classifier
from app.drifting.weeks import Drift, Week
from app.local.neighbours import Neighbours
from app.results import store
from app.results.tables import results

SAMPLE = 300  # texts of a week: enough to see a change of some percent, and some seconds to embed

ENDS = select(func.min(results.c.id), func.max(results.c.id)).where(results.c.week == bindparam("on"))
NEXT = (
    select(results.c.text)
    .where(results.c.week == bindparam("on"), results.c.id >= bindparam("from"))
    .order_by(results.c.id)
    .limit(1)
)


def drift(classifier: Classifier, weeks: int, finished: Callable[[], None]) -> Drift:
    """Look at the last weeks that have texts; `finished` is told of each."""
    task, learned = classifier.task, classifier.learned()
    near = classifier.local.neighbours(task.examples.learned) if learned else None
    with db.read() as connection:
        counts: dict[date, dict[str, int]] = defaultdict(dict)
        for week, label, count in store.counts(connection):
            counts[week][label] = count
        texts = {week: sample(connection, week) for week in sorted(counts)[-weeks:]} if near else {}
    found = []
    for week in sorted(counts)[-weeks:]:
        found.append(looked_at(week, counts[week], texts.get(week, []), near))
        finished()
    about = task.about.product
    return Drift(made=datetime.now(UTC), name=about.name, language=about.language, weeks=found)


def sample(connection: Connection, week: date) -> list[str]:
    """Return texts of a week at even distances, however many it has."""
    first, last = connection.execute(ENDS, {"on": week}).one()
    places = sorted({int(place) for place in np.linspace(first, last, SAMPLE)})
    return [connection.execute(NEXT, {"on": week, "from": place}).scalar_one() for place in places]


def looked_at(week: date, counts: dict[str, int], texts: list[str], near: Neighbours | None) -> Week:
    if near is None or not texts:
        return Week(week=week, counts=counts)
    far = int((near.nearness(texts) < near.far).sum())
    return Week(week=week, counts=counts, sampled=len(texts), far=far)
