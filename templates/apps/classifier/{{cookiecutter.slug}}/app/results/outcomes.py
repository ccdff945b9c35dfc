"""Reads what came of the texts of a labelled file."""

from collections.abc import Iterator
from pathlib import Path

from app.batch import table
from app.batch.checkpoint import Outcome
from app.batch.files.page import ADDED, as_text, unused
from app.batch.table import Table


def outcomes(source: Table, target: Path) -> Iterator[tuple[str, Outcome]]:
    """Yield each text of the source with its outcome, which stands in the target."""
    found = table.opened(target).source
    columns = list(found.columns)
    text_at = columns.index(source.column)
    places = [columns.index(name) for name in unused(ADDED, source.source.columns)]
    for page in found.pages():
        for row in page.rows:
            yield as_text(row[text_at]).strip(), Outcome(*(as_text(row[place]) for place in places))
