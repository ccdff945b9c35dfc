"""What becomes of a merge: what is written, what stays as the person has it, what they must decide."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from quickship import git
from quickship.merge import Change, Merged, Stage
from quickship.project import Project

ONE_SIDED = {"CONFLICT (modify/delete)", "CONFLICT (rename/delete)"}
MODULE = "160000"
DELETED_HERE = "you deleted it"
DELETED_THERE = "you changed it; the templates no longer have it"
UNTRACKED = "it is not in git: your file stays as it is"
HIDDEN = "git is told to overlook your changes to it"


@dataclass(frozen=True)
class Conflict:
    """A path with the sides that do not go together, and what became of it in the folder: a file with git's markers,
    or None where there is none."""

    path: str
    stages: tuple[Stage, ...]
    marked: Change | None
    what: str


@dataclass(frozen=True)
class Outcome:
    """The new scaffold commit; the changes that are written, the conflicts, and by path why something is kept."""

    scaffold: str
    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]
    kept: Mapping[str, str]


def outcome(project: Project, merged: Merged) -> Outcome:
    """Decides for the person what they have decided already: what they deleted stays deleted, what they changed and the
    templates dropped stays, and what git does not know of theirs is not touched."""
    kept: dict[str, str] = {}
    conflicts = dict(merged.conflicts)
    changes = {change.path: change for change in merged.changes if change.mode != MODULE}
    for path, numbers in _one_sided(merged):
        del conflicts[path]
        if "2" not in numbers:
            changes.pop(path, None)
        kept[path] = DELETED_THERE if "2" in numbers else DELETED_HERE
    gone = {change.old or change.path for change in changes.values() if change.action in ("deleted", "moved")}
    hidden = _hidden(project)
    for path, change in list(changes.items()):
        if reason := _reason(project, change, gone, hidden):
            kept[path] = reason
            del changes[path]
            conflicts.pop(path, None)
    found = tuple(
        Conflict(path, stages, changes.pop(path, None), _what(merged.said.get(path, ())))
        for path, stages in sorted(conflicts.items())
    )
    return Outcome(merged.scaffold, tuple(changes[path] for path in sorted(changes)), found, dict(sorted(kept.items())))


def _one_sided(merged: Merged) -> Iterator[tuple[str, set[str]]]:
    """The conflicts in which one side deleted a file and the other changed it."""
    for path, stages in merged.conflicts.items():
        said = {kind for kind in merged.said.get(path, ()) if kind.startswith("CONFLICT")}
        numbers = {stage.number for stage in stages}
        if said and said <= ONE_SIDED and len(numbers & {"2", "3"}) == 1:
            yield path, numbers


def _reason(project: Project, change: Change, gone: Collection[str], hidden: Collection[str]) -> str:
    """Why a change must not be written, if it must not."""
    if {change.path, change.old} & {*hidden}:
        return HIDDEN
    arrives = change.action in ("added", "moved")
    return UNTRACKED if arrives and _in_the_way(project.folder, change.path, gone) else ""


def _in_the_way(folder: Path, path: str, gone: Collection[str]) -> bool:
    """Does something lie at this path, or where a folder on the way must be, that the merge does not take away?"""
    for parent in reversed(PurePosixPath(path).parents[:-1]):
        place = folder / parent
        if os.path.lexists(place) and (place.is_symlink() or not place.is_dir()):
            return str(parent) not in gone
    place = folder / path
    if place.is_dir() and not place.is_symlink():
        return any(file not in gone for file in _below(folder, path))
    return os.path.lexists(place) and path not in gone


def _below(folder: Path, path: str) -> Iterator[str]:
    """Everything in a folder; an empty one counts as what lies there."""
    entries = list((folder / path).rglob("*"))
    yield from (entry.relative_to(folder).as_posix() for entry in entries if entry.is_symlink() or not entry.is_dir())
    if not entries:
        yield path


def _hidden(project: Project) -> set[str]:
    """The files whose changes git is told not to see (`--assume-unchanged`, `--skip-worktree`)."""
    output = git.run(project.folder, "ls-files", "-v", "-z", settings=git.THEIRS).decode("utf-8", "surrogateescape")
    return {row[2:] for row in output.split("\0") if row and (row[0].islower() or row[0] == "S")}


def _what(said: tuple[str, ...]) -> str:
    """git's words for a conflict, or plain ones for the usual kinds."""
    kinds = {kind for kind in said if kind.startswith("CONFLICT")} - {"CONFLICT (contents)"}
    if "CONFLICT (binary)" in kinds:
        return "both changed it; the file is yours"
    return min(kinds).removeprefix("CONFLICT ").strip("()") if kinds else "both changed it"
