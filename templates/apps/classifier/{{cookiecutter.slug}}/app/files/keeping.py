"""Keeps what came of a file's rows, as what is labelled one by one is kept."""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path

from sqlalchemy import update

from app import db, llm
from app.batch import table
from app.batch.row import unfit
from app.classifier import Classifier
from app.results import store
from app.results.outcomes import outcomes
from app.results.settings import KeepSettings
from app.results.store import Labelled
from app.results.tables import files

AT_ONCE = 1_000  # rows in one transaction


def keep(classifier: Classifier, identity: str, source: Path, target: Path, begun: int) -> None:
    """Keep the rows from `begun` on; how far that is stands in the same transaction, so that none is kept twice."""
    if not KeepSettings().classify_keep_days:
        return
    left = islice(rows(classifier, source, target), begun, None)
    while some := list(islice(left, AT_ONCE)):
        begun += len(some)
        with db.write() as connection:
            store.add(connection, [row for row in some if row], identity)
            connection.execute(update(files).where(files.c.id == identity).values(kept=begun))


def rows(classifier: Classifier, source: Path, target: Path) -> Iterator[Labelled | None]:
    """Yield what came of each row, or nothing where it holds no text to label."""
    is_measured = cache(lambda way: measured(classifier, way))
    for text, found in outcomes(table.opened(source), target):
        if unfit(text) or not found.way:
            yield None
            continue
        confidence = float(found.confidence) if found.confidence else None
        sure = not found.error and is_measured(found.way)
        yield Labelled(text, found.label, found.guess, confidence, found.way, found.error, sure)


def measured(classifier: Classifier, way: str) -> bool:
    """Tell whether it is known how often labels of a way are right."""
    if way == "local":
        learned = classifier.learned()
        known = learned.sureness if learned else {}
    else:
        known = classifier.calibrations.of(way, llm.answerer() or "", classifier.task.labels)
    return any(one.curve for one in known.values())
