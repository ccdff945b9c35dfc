"""A project and its templates as they now are -> what an update does to it, and the doing of it, all or nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from quickship import __version__, git, history, notes, outcome, restack, sides, write
from quickship import merge as three_way
from quickship.errors import UpdateError, WriteError
from quickship.history import Base
from quickship.merge import Change
from quickship.notes import Note
from quickship.outcome import Outcome
from quickship.project import Project, Recorded, check_clean
from quickship.restack import Means, Rendered, Wanted
from quickship.staging import Staging
from quickship.write import Swap


@dataclass(frozen=True)
class Update:
    """Everything that an update would do to a project; nothing is done yet. `scratch` is the repository that it was
    merged in."""

    project: Project
    base: Base
    rendered: Rendered
    outcome: Outcome
    notes: tuple[Note, ...]
    scratch: Path

    @property
    def empty(self) -> bool:
        return not (self.outcome.changes or self.outcome.conflicts)

    @property
    def merging(self) -> bool:
        """Is the new scaffold commit merged into the history? Only where that holds the one before."""
        return self.base.rooted


def plan(project: Project, wanted: Wanted, base: str, means: Means) -> Update:
    """Renders the project as it was and as it shall be, and merges the difference into what is committed."""
    recorded = project.recorded
    _refuse_older(recorded)
    shall = restack.rendered(recorded, wanted, means)
    start = history.find(project, base, lambda: restack.again(recorded, means))
    scratch = means.staging.folder() / "merge.git"
    both = sides.sides(project, start, shall.tree)
    merged = three_way.merge(project, start, shall.tree, both, scratch)
    found = outcome.outcome(project, merged)
    return Update(project, start, shall, found, notes.news(recorded, shall.stack), scratch)


def carry_out(update: Update, message: str, staging: Staging) -> None:
    """Writes an update into the folder and the index, as `git merge --no-commit` would; killed at any moment, the
    project is as it was or as it shall be."""
    project = update.project
    try:
        write.adopt(update.scratch / "objects", project.objects)
        git.name_commit(project.git, update.rendered.stack.product.slug, update.outcome.scaffold)
        beside = project.top / ".git" if (project.top / ".git").is_dir() else project.folder
        work = staging.folder(beside)
        _lock(project, staging)
        check_clean(project)
        index = _staged(update, work)
        changed = write.swap([*_files(update, _checked_out(update, index, work))], work / "files", staging)
        _settle(update, index)
        last = [*_state(update, message, work), Swap(project.git / "index", index)]
        changed += write.swap(last, work / "git", staging)
    except OSError as error:
        raise WriteError(f"{error.filename or project.folder} cannot be written: {error.strerror}",
                         "nothing was changed") from error  # fmt: skip
    staging.keep(changed)


def _refuse_older(recorded: Recorded) -> None:
    if notes.parts(recorded.version) > notes.parts(__version__):
        raise UpdateError(
            f"the project is of quickship {recorded.version}, and this is {__version__}", "upgrade quickship first"
        )


def _lock(project: Project, staging: Staging) -> None:
    """Takes git's own lock on the index, until all is done."""
    lock = project.git / "index.lock"
    if lock.exists():
        raise UpdateError("git is at work in this repository", f"try again; if nothing is, remove {lock}")
    staging.remove_at_end(lock)
    lock.touch(exist_ok=False)


def _written(update: Update) -> Iterator[Change]:
    """What comes to lie in the folder: the changes, and the conflicts with their markers."""
    marked = (conflict.marked for conflict in update.outcome.conflicts if conflict.marked)
    for change in (*update.outcome.changes, *marked):
        if change.action != "deleted":
            yield change


def _gone(update: Update) -> Iterator[str]:
    """What no longer lies there, or no longer at this path."""
    marked = (conflict.marked for conflict in update.outcome.conflicts if conflict.marked)
    for change in (*update.outcome.changes, *marked):
        if change.action == "deleted" or change.old:
            yield change.old or change.path


def _checked_out(update: Update, index: Path, work: Path) -> Path:
    """The files that come, written by git, which knows the line endings that the person wants."""
    project = update.project
    fresh = work / "fresh"
    fresh.mkdir()
    paths = "".join(f"{project.prefix}{change.path}\0" for change in _written(update))
    words = ("checkout-index", "-z", "--stdin", f"--prefix={fresh}/")
    _git(project, index, *words, stdin=paths)
    return fresh / project.prefix


def _files(update: Update, fresh: Path) -> Iterator[Swap]:
    folder = update.project.folder
    arriving = {change.path for change in _written(update)}
    yield from (Swap(folder / path, None) for path in _gone(update) if path not in arriving)
    yield from (Swap(folder / path, fresh / path) for path in sorted(arriving))


def _staged(update: Update, work: Path) -> Path:
    """The next index: what a merge leaves there, but that conflicts are still the files with their markers."""
    prefix, nothing = update.project.prefix, "0" * len(update.project.tree)
    gone = [f"0 {nothing}\t{prefix}{path}\0" for path in _gone(update)]
    there = [f"{change.mode} {change.blob}\t{prefix}{change.path}\0" for change in _written(update)]
    index = work / "index"
    shutil.copyfile(update.project.git / "index", index)
    _git(update.project, index, "update-index", "-z", "--index-info", stdin="".join(gone + there))
    return index


def _settle(update: Update, index: Path) -> None:
    """Lets the index know the files as they now lie there, and has it hold all sides of each conflict."""
    prefix, nothing = update.project.prefix, "0" * len(update.project.tree)
    rows = []
    for conflict in update.outcome.conflicts:
        rows.append(f"0 {nothing}\t{prefix}{conflict.path}\0")
        rows += [f"{one.mode} {one.blob} {one.number}\t{prefix}{conflict.path}\0" for one in conflict.stages]
    words = ("update-index", "-q", "--refresh", "-z", "--index-info")
    _git(update.project, index, *words, stdin="".join(rows), ends=(0, 1))


def _git(project: Project, index: Path, *words: str, stdin: str, ends: Sequence[int] = (0,)) -> None:
    """A command on another index than the project's own."""
    env = {"GIT_DIR": str(project.git), "GIT_WORK_TREE": str(project.top), "GIT_INDEX_FILE": str(index)}
    told = stdin.encode("utf-8", "surrogateescape")
    git.run(project.top, *words, env=env, stdin=told, settings=git.THEIRS, ends=ends)


def _state(update: Update, message: str, work: Path) -> Iterator[Swap]:
    """What `git commit` goes on from: the message, and the scaffold commit where that is merged."""
    texts = {"MERGE_MSG": f"{message}\n"}
    if update.merging:
        texts |= {"MERGE_HEAD": f"{update.outcome.scaffold}\n", "MERGE_MODE": ""}
    for name, text in texts.items():
        (work / name).write_text(text, encoding="utf-8")
        yield Swap(update.project.git / name, work / name)
