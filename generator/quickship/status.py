"""`quickship status`: how a project stands to the templates that it was made of."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from quickship import console, console_status, history, project, restack, templates, update
from quickship.errors import QuickshipError
from quickship.flags import Flags
from quickship.history import Base
from quickship.product_file import without_scaffold
from quickship.project import Project, Recorded
from quickship.recorded import Row
from quickship.resolve import look
from quickship.restack import Means, Wanted
from quickship.sides import LAID_OUT
from quickship.staging import Staging
from quickship.types import File, Tree
from quickship.update import Update

Known = TypeVar("Known")


@dataclass(frozen=True)
class Standing:
    """A recorded template, the digest that it has now, and what that means: same, changed, gone, or not looked at."""

    row: Row
    installed: str
    state: str


@dataclass(frozen=True)
class Status:
    """`changed` and `deleted` are the person's work on what quickship wrote, `changed` None where that is not known;
    `update` is what an update would do, or why there is none."""

    folder: Path
    recorded: Recorded
    templates: tuple[Standing, ...]
    changed: list[str] | None
    deleted: list[str]
    uncommitted: list[str]
    update: Update | QuickshipError


def run(offline: bool, as_json: bool) -> None:
    """Prints it; nothing is written anywhere, and what is not trusted is not run."""
    flags = Flags(offline=offline, no_input=True, dry_run=True)
    with Staging() as staging:
        folder = project.find(Path.cwd())
        found = status(Means(flags, folder, staging))
    if as_json:
        console.document(console_status.report(found))
    else:
        console_status.told(found)


def status(means: Means) -> Status:
    """Looks at a project, in a repository or not."""
    folder = means.folder
    recorded = project.read((folder / "product.toml").read_bytes())
    opened = _or_fault(lambda: project.opened(folder))
    would = _update(opened, means)
    base = would.base.files if isinstance(would, Update) else _base(opened, recorded, means)
    return Status(
        folder,
        recorded,
        tuple(_standing(row, means.staging) for row in recorded.rows),
        None if base is None else [path for path, file in _theirs(base) if _differs(folder / path, path, file)],
        [path for path, _ in _theirs(base or {}) if not os.path.lexists(folder / path)],
        project.uncommitted(opened) if isinstance(opened, Project) else [],
        would,
    )


def _or_fault(look: Callable[[], Known]) -> Known | QuickshipError:
    try:
        return look()
    except QuickshipError as fault:
        return fault


def _update(opened: Project | QuickshipError, means: Means) -> Update | QuickshipError:
    if not isinstance(opened, Project):
        return opened
    return _or_fault(lambda: update.plan(opened, Wanted(newest=True), "", means))


def _base(opened: Project | QuickshipError, recorded: Recorded, means: Means) -> Tree | None:
    """What the project was made from, where no update can be planned."""
    if not isinstance(opened, Project):
        return restack.again(recorded, means)
    found = _or_fault(lambda: history.find(opened, "", lambda: restack.again(recorded, means)))
    return found.files if isinstance(found, Base) else None


def _standing(row: Row, staging: Staging) -> Standing:
    """A template of others is looked at where it lies on this machine; nothing is fetched for it."""
    known = templates.builtin()
    if row.built_in:
        installed = templates.read(known[row.name]).digest if row.name in known else ""
        return Standing(row, installed, _state(row, installed) if installed else "gone")
    try:
        found, _ = look(row.source, staging, offline=True)
    except QuickshipError:
        return Standing(row, "", "not looked at")
    return Standing(row, found.digest, _state(row, found.digest))


def _state(row: Row, installed: str) -> str:
    return "same" if installed == row.digest else "changed"


def _theirs(base: Tree) -> Iterator[tuple[str, File]]:
    """The files that quickship wrote and goes on looking after."""
    return ((path, file) for path, file in base.items() if not path.startswith(LAID_OUT) and not path.endswith("/"))


def _differs(place: Path, path: str, file: File) -> bool:
    """Was the file changed? How its lines end and what quickship itself keeps in it are no change."""
    if not os.path.lexists(place):
        return False
    if place.is_symlink() or not place.is_file():
        return True
    mine, theirs = (data.replace(b"\r\n", b"\n") for data in (place.read_bytes(), file.data))
    if path == "product.toml":
        return without_scaffold(mine.decode("utf-8", "replace")) != without_scaffold(theirs.decode("utf-8", "replace"))
    return mine != theirs
