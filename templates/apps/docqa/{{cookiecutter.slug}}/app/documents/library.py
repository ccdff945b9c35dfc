"""The files of every workspace: bringing, replacing, renaming, deleting. Each step is one transaction."""

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, RowMapping, func, insert, select, update

from app import db
from app.documents import indexes, kinds
from app.documents.catalogue import NotThere, within
from app.documents.extracted import Unreadable
from app.documents.scope import SHARED
from app.documents.tables import contents, documents, passages, texts, workspaces
from app.documents.words import analysed
from app.folding import fold
from app.settings import PROJECT


class NameTaken(Exception):
    """Another file of the workspace has this name."""


class InFolder(Exception):
    """A file stands in data/documents, from which it would come back under its old name."""


@dataclass(frozen=True)
class File:
    """A file as it is brought; its name is a path within the workspace."""

    name: str
    data: bytes
    modified: datetime
    from_folder: bool = False


def put(workspace: str, file: File, project: Path = PROJECT) -> RowMapping:
    """Bring a file, or replace the one of its name; one that did not change is left as it is.

    Raises InFolder where that one stands in data/documents, and this one does not.
    """
    digest = hashlib.sha256(file.data).hexdigest()
    with db.write(project) as connection:
        old = by_name(connection, workspace, file.name)
        if old and old["from_folder"] and not file.from_folder:
            raise InFolder
        if old and old["digest"] == digest and old["state"] != "failed" and old["from_folder"] == file.from_folder:
            return old
        store(connection, digest, file.data)
        row = fresh(workspace, file, digest)
        if old:
            forget_passages(connection, old)
            row["id"] = old["id"]
            connection.execute(update(documents).where(documents.c.id == old["id"]).values(row))
            drop_unused(connection, [old["digest"]])
        else:
            connection.execute(insert(documents), row)
        return connection.execute(select(documents).where(documents.c.id == row["id"])).mappings().one()


def fresh(workspace: str, file: File, digest: str) -> dict[str, object]:
    """Return the row of a file that is yet to be read; a kind that cannot be read has failed already."""
    try:
        kind, failure = kinds.kind_of(file.name), None
    except Unreadable as fault:
        kind, failure = "", fault.code
    return {
        "id": uuid.uuid4().hex,
        "workspace": workspace,
        "name": file.name,
        "folded": fold(file.name),
        "kind": kind,
        "size": len(file.data),
        "digest": digest,
        "from_folder": file.from_folder,
        "state": "failed" if failure else "waiting",
        "failure": failure,
        "pages": None,
        "passages": 0,
        "embedded": 0,
        "model": "",
        "claimed": 0.0,
        "modified": file.modified.astimezone(UTC).replace(tzinfo=None),
        "added": datetime.now(UTC).replace(tzinfo=None),
    }


def rename(identity: str, workspaces_: Iterable[str], name: str, project: Path = PROJECT) -> RowMapping:
    """Give a file another name, which changes nothing of what was read."""
    with db.write(project) as connection:
        row = own(connection, identity, workspaces_)
        taken = by_name(connection, row["workspace"], name)
        if taken and taken["id"] != identity:
            raise NameTaken
        connection.execute(update(documents).where(documents.c.id == identity).values(name=name, folded=fold(name)))
        return within(connection, identity, workspaces_)


def delete(identity: str, workspaces_: Iterable[str], project: Path = PROJECT) -> None:
    """Take a file and all that was read from it away."""
    with db.write(project) as connection:
        remove(connection, own(connection, identity, workspaces_))


def drop(identity: str, project: Path = PROJECT) -> None:
    """Take away a file that is gone from the folder it stood in."""
    with db.write(project) as connection:
        remove(connection, within(connection, identity, {SHARED}))


def forget(visitor: str, project: Path = PROJECT) -> None:
    """Take away all that a visitor brought."""
    forget_where(documents.c.workspace == visitor, project)


def forget_before(moment: datetime, project: Path = PROJECT) -> int:
    """Take away what visitors brought before a moment, in UTC, and return how many files that were."""
    return forget_where(documents.c.added < moment, project)


def forget_where(which: ColumnElement[bool], project: Path) -> int:
    """Take away visitors' files, each in a transaction of its own, so that others need not wait for all."""
    with db.read(project) as connection:
        wanted = select(documents.c.id, documents.c.workspace).where(which, documents.c.workspace != SHARED)
        found = connection.execute(wanted).all()
    for row in found:
        with suppress(NotThere):  # its owner was quicker
            delete(row.id, {row.workspace}, project)
    return len(found)


def by_name(connection: Connection, workspace: str, name: str) -> RowMapping | None:
    wanted = select(documents).where(documents.c.workspace == workspace, documents.c.name == name)
    return connection.execute(wanted).mappings().one_or_none()


def own(connection: Connection, identity: str, workspaces_: Iterable[str]) -> RowMapping:
    """Return a file that is nobody's but the caller's: no folder brings it back."""
    row = within(connection, identity, workspaces_)
    if row["from_folder"]:
        raise InFolder
    return row


def store(connection: Connection, digest: str, data: bytes) -> None:
    if not connection.scalar(select(func.count()).select_from(contents).where(contents.c.digest == digest)):
        connection.execute(insert(contents), {"digest": digest, "data": data})


def remove(connection: Connection, row: RowMapping) -> None:
    forget_passages(connection, row)
    connection.execute(documents.delete().where(documents.c.id == row["id"]))
    drop_unused(connection, [row["digest"]])


def drop_unused(connection: Connection, digests: Sequence[str]) -> None:
    """Delete contents that no file has any more."""
    used = select(documents.c.digest).where(documents.c.digest.in_(digests))
    connection.execute(contents.delete().where(contents.c.digest.in_(digests), contents.c.digest.not_in(used)))


def forget_passages(connection: Connection, row: RowMapping) -> None:
    """Take what was read from a file out of every index, and tell whoever holds its vectors in memory."""
    found = connection.execute(
        select(passages.c.id, passages.c.text, passages.c.headings).where(passages.c.document == row["id"])
    ).all()
    entries = [(id_, analysed(searched(headings, text))) for id_, text, headings in found]
    indexes.index_of(connection).remove(connection, entries)
    connection.execute(passages.delete().where(passages.c.document == row["id"]))
    connection.execute(texts.delete().where(texts.c.document == row["id"]))
    if found:
        raise_revision(connection, row["workspace"])


def raise_revision(connection: Connection, workspace: str) -> None:
    raised = update(workspaces).where(workspaces.c.name == workspace).values(revision=workspaces.c.revision + 1)
    if not connection.execute(raised).rowcount:
        connection.execute(insert(workspaces), {"name": workspace, "revision": 1})


def searched(headings: Sequence[str], text: str) -> str:
    """Return what a passage is found by: its own words under its headings."""
    above = "\n".join(title for title in headings if not text.startswith(title))
    return f"{above}\n{text}" if above else text
