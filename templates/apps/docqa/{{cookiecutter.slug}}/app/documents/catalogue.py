"""What there is: the files that a visitor may read, how far they are, and what they say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, RowMapping, case, func, select

from app import db
from app.documents.scope import SHARED
from app.documents.tables import contents, documents, passages, texts
from app.folding import fold
from app.settings import PROJECT


class NotThere(Exception):
    """No such file is in a workspace that the caller may change."""


def listed(visitor: str = SHARED, project: Path = PROJECT) -> Sequence[RowMapping]:
    """Return the files that a visitor may read, by name."""
    with db.read(project) as connection:
        wanted = select(documents).where(documents.c.workspace.in_({SHARED, visitor}))
        return connection.execute(wanted.order_by(documents.c.workspace, documents.c.name)).mappings().all()


@dataclass(frozen=True)
class Counts:
    """How far the files that a visitor may read are."""

    count: int
    waiting: int
    passages: int
    embedded: int


def counts(visitor: str = SHARED, project: Path = PROJECT) -> Counts:
    """Count the files that a visitor may read, those yet to be read, their passages, and those with a vector."""
    waiting = func.sum(case((documents.c.state.in_(("waiting", "reading")), 1), else_=0))
    sums = (waiting, func.sum(documents.c.passages), func.sum(documents.c.embedded))
    with db.read(project) as connection:
        wanted = select(func.count(), *sums).where(documents.c.workspace.in_({SHARED, visitor}))
        return Counts(*(int(value or 0) for value in connection.execute(wanted).one()))


def found(visitor: str, query: str, limit: int, project: Path = PROJECT) -> Sequence[RowMapping]:
    """Return the first files that a visitor may read whose names hold all words of a query, their own before others."""
    wanted = select(documents).where(documents.c.workspace.in_({SHARED, visitor}))
    for word in fold(query).split():
        wanted = wanted.where(documents.c.folded.contains(word, autoescape=True))
    order = (documents.c.workspace == SHARED, documents.c.folded, documents.c.name)
    with db.read(project) as connection:
        return connection.execute(wanted.order_by(*order).limit(limit)).mappings().all()


def is_being_read(workspace: str, project: Path = PROJECT) -> bool:
    """Is a file of this workspace yet to be read?"""
    with db.read(project) as connection:
        waiting = documents.c.state.in_(("waiting", "reading"))
        wanted = select(documents.c.id).where(documents.c.workspace == workspace, waiting).limit(1)
        return connection.execute(wanted).first() is not None


def names_of(workspace: str, project: Path = PROJECT) -> set[str]:
    """Return the names of a workspace's files."""
    with db.read(project) as connection:
        return set(connection.scalars(select(documents.c.name).where(documents.c.workspace == workspace)))


def one(identity: str, visitor: str = SHARED, project: Path = PROJECT) -> RowMapping:
    """Return a file that the visitor may read, or raise NotThere."""
    with db.read(project) as connection:
        return within(connection, identity, {SHARED, visitor})


def within(connection: Connection, identity: str, workspaces: Iterable[str]) -> RowMapping:
    """Return a file of one of these workspaces, or raise NotThere."""
    wanted = select(documents).where(documents.c.id == identity, documents.c.workspace.in_(set(workspaces)))
    row = connection.execute(wanted).mappings().one_or_none()
    if row is None:
        raise NotThere
    return row


def text_of(identity: str, project: Path = PROJECT) -> str:
    with db.read(project) as connection:
        return str(connection.scalar(select(texts.c.text).where(texts.c.document == identity)) or "")


def page_at(identity: str, place: int, project: Path = PROJECT) -> tuple[int, int]:
    """Return the number of the page on which a place of a file's text lies, and where what was kept of it begins."""
    of_file = passages.c.document == identity
    before = select(passages.c.page).where(of_file, passages.c.start <= place).order_by(passages.c.start.desc())
    with db.read(project) as connection:
        number = connection.scalar(before.limit(1)) or 1
        first = select(func.min(passages.c.start)).where(of_file, passages.c.page == number)
        return int(number), int(connection.scalar(first) or 0)


def titles_of(identity: str, project: Path = PROJECT) -> list[str]:
    """Return the headings of a file, each once."""
    with db.read(project) as connection:
        above = connection.scalars(select(passages.c.headings).where(passages.c.document == identity))
        return sorted({title for headings in above for title in headings})


def data_of(digest: str, project: Path = PROJECT) -> bytes:
    with db.read(project) as connection:
        return bytes(connection.execute(select(contents.c.data).where(contents.c.digest == digest)).scalar_one())


def size_of_uploads(project: Path = PROJECT) -> int:
    """Return how many bytes all visitors brought."""
    with db.read(project) as connection:
        size = func.coalesce(func.sum(documents.c.size), 0)
        return int(connection.scalar(select(size).where(documents.c.workspace != SHARED)) or 0)
