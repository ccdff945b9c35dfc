"""Brings the shared workspace in step with the folder data/documents."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select, update

from app import db
from app.documents import catalogue, library, names
from app.documents.scope import SHARED
from app.documents.tables import documents
from app.folding import fold
from app.settings import PROJECT

MOST = 200_000_000  # bytes; a larger file is named and not read into memory


def place(project: Path) -> Path:
    return project / "data" / "documents"


def has_files(project: Path) -> bool:
    return next(files_of(place(project)), None) is not None


def follow(project: Path = PROJECT) -> int:
    """Bring what is new or changed, take away what is gone, and return how many files there are."""
    files = list(files_of(place(project)))
    names = {name for name, _ in files}
    moved(names, project)
    for name, path in files:
        library.put(SHARED, read(name, path, from_folder=True), project)
    for row in catalogue.listed(project=project):
        if row["from_folder"] and row["name"] not in names:
            library.drop(row["id"], project)
    return len(files)


def files_of(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files below a folder by their names there, without hidden ones and links that lead out of it."""
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        relative = path.relative_to(root)
        if any(part.startswith((".", "~$")) for part in relative.parts) or not path.is_file():
            continue
        if path.resolve().is_relative_to(root.resolve()) and path.stat().st_size <= MOST:
            yield names.written(relative.as_posix()), path


def read(name: str, path: Path, from_folder: bool = False) -> library.File:
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return library.File(name, path.read_bytes(), modified, from_folder)


def moved(names: Iterable[str], project: Path) -> None:
    """Give files that were only renamed their new names, so that they are not read again."""
    import hashlib

    root = place(project)
    with db.write(project) as connection:
        known = connection.execute(select(documents).where(documents.c.workspace == SHARED)).mappings().all()
        gone = {row["digest"]: row for row in known if row["from_folder"] and row["name"] not in names}
        for name in sorted(set(names) - {row["name"] for row in known}) if gone else ():
            row = gone.pop(hashlib.sha256((root / name).read_bytes()).hexdigest(), None)
            if row:
                connection.execute(
                    update(documents).where(documents.c.id == row["id"]).values(name=name, folded=fold(name))
                )
