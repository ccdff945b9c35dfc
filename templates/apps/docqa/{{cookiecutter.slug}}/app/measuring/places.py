"""Passages to make questions of: from every shared document in turn, a different part of each."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from sqlalchemy import Connection, select

from app import db
from app.documents.scope import SHARED
from app.documents.tables import documents, passages

SEED = 0  # the same documents give the same questions


@dataclass(frozen=True)
class Place:
    """A passage, its file, and what it stands under: its heading, else the file's name."""

    file: str
    about: str
    text: str


def places(count: int) -> list[Place]:
    """Return passages of all files in turn; fewer where there are no more."""
    with db.read() as connection:
        return described(connection, in_turn(connection)[:count])


def in_turn(connection: Connection) -> list[int]:
    """Return the ids of all passages: the first of every file, then the second of every file, each file shuffled."""
    wanted = select(passages.c.id, documents.c.name).join(documents, documents.c.id == passages.c.document)
    files: dict[str, list[int]] = {}
    for id_, name in connection.execute(wanted.where(documents.c.workspace == SHARED).order_by(passages.c.id)):
        files.setdefault(name, []).append(id_)
    rng = random.Random(SEED)  # noqa: S311
    shuffled = [rng.sample(ids, len(ids)) for _, ids in sorted(files.items())]
    return [id_ for turn in zip_longest(*shuffled) for id_ in turn if id_ is not None]


def described(connection: Connection, ids: Sequence[int]) -> list[Place]:
    wanted = select(passages, documents.c.name).join(documents, documents.c.id == passages.c.document)
    rows = connection.execute(wanted.where(passages.c.id.in_(ids))).mappings()
    found = {row["id"]: Place(row["name"], subject(row["headings"], row["name"]), row["text"]) for row in rows}
    return [found[id_] for id_ in ids]


def subject(headings: Sequence[str], name: str) -> str:
    """Return the nearest heading, else the file's name without its folder and its ending."""
    return headings[-1] if headings else name.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def subjects(found: Sequence[Place]) -> Iterator[str]:
    """Yield what the passages are about, each once."""
    yield from dict.fromkeys(each.about for each in found)
