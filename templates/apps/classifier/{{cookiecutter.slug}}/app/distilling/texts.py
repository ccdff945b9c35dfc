"""The texts that a model is to label, and what it said of them: data/distilled.csv."""

import csv
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.batch import table
from app.batch.row import unfit
from app.batch.table import Table
from app.examples import Example, key_of
from app.faults import OwnerFault
from app.results.outcomes import outcomes
from app.results.store import BETWEEN


@dataclass(frozen=True)
class Answer:
    """What the model said of a text; it has labels to learn from only where they are sure enough."""

    text: str
    labels: frozenset[str] | None
    guess: frozenset[str]
    reached: bool


def unlabelled(source: Table, known: Collection[str], count: int) -> list[str]:
    """Return so many of the texts whose label nobody knows, the same ones for the same file, whatever its order."""
    fresh = {key_of(text): text for text in source.texts() if not unfit(text)}
    return [fresh[key] for key in islice((key for key in sorted(fresh) if key not in known), count)]


def write(path: Path, texts: Iterable[str]) -> Table:
    """Write the texts as a table of one column."""
    save(path, ("text",), ([text] for text in texts))
    return table.opened(path)


def answers(source: Table, target: Path) -> Iterator[Answer]:
    """Yield what the model said of each text."""
    for text, found in outcomes(source, target):
        labels, guess = (frozenset(filter(None, said.split(BETWEEN))) for said in (found.label, found.guess))
        yield Answer(text, None if found.error else labels, guess, bool(found.way))


def kept(path: Path, before: Sequence[tuple[str, str]], taught: Sequence[Example]) -> None:
    """Write what a model said of texts, on top of what was said of others before; a line for each label."""
    said = {key_of(example.text) for example in taught}
    old = [[text, label] for text, label in before if key_of(text) not in said]
    new = [[example.text, label] for example in taught for label in sorted(example.labels) or [""]]
    save(path, ("text", "label"), [*old, *new])


def save(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(head)
            writer.writerows(rows)
        part.replace(path)
    except OSError as error:
        raise OwnerFault(f"{path} cannot be written: {error.strerror}") from None
