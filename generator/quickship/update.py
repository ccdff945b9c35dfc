"""A project and its templates as they now are -> what an update does to it, and the doing of it, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
        work, lock = staging.folder(beside), _locked(project, staging)
        check_clean(project)
        fresh = _checked_out(update, work)
        (work / "files").mkdir()
        changed = write.swap([*_files(update, fresh)], work / "files", staging)
        _stage(update, lock)
        (work / "git").mkdir()
        last = [*_state(update, message, work), Swap(project.git / "index", lock)]
        changed += write.swap(last, work / "git", staging)
    except OSError as error:
        raise WriteError(f"{error.filename or project.folder} cannot be written: {error.strerror}",
                         "nothing was changed") from error  # fmt: skip
    staging.keep([*changed, lock])


def _refuse_older(recorded: Recorded) -> None:
    if notes.parts(recorded.version) > notes.parts(__version__):
        raise UpdateError(
            f"the project is of quickship {recorded.version}, and this is {__version__}", "upgrade quickship first"
        )


def _locked(project: Project, staging: Staging) -> Path:
    """git's own lock on the index, and in it the next index."""
    lock = project.git / "index.lock"
    if lock.exists():
        raise UpdateError("git is at work in this repository", f"try again; if nothing is, remove {lock}")
    staging.remove_at_end(lock)
    with open(lock, "xb") as new:
        new.write((project.git / "index").read_bytes())
    return lock


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


def _checked_out(update: Update, work: Path) -> Path:
    """The files that come, written by git, which knows the line endings that the person wants."""
    project = update.project
    env = {"GIT_DIR": str(project.git), "GIT_WORK_TREE": str(project.top), "GIT_INDEX_FILE": str(work / "index")}
    rows = (f"{change.mode} {change.blob}\t{project.prefix}{change.path}" for change in _written(update))
    _tell_index(project, rows, env)
    fresh = work / "fresh"
    fresh.mkdir()
    words = ("checkout-index", "--all", f"--prefix={fresh}/")
    git.run(project.top, *words, env=env, settings=git.THEIRS)
    return fresh / project.prefix


def _files(update: Update, fresh: Path) -> Iterator[Swap]:
    folder = update.project.folder
    arriving = {change.path for change in _written(update)}
    yield from (Swap(folder / path, None) for path in _gone(update) if path not in arriving)
    yield from (Swap(folder / path, fresh / path) for path in sorted(arriving))


def _stage(update: Update, index: Path) -> None:
    """What a merge leaves in the index: what went well, and all sides of what did not."""
    project = update.project
    env = {"GIT_DIR": str(project.git), "GIT_WORK_TREE": str(project.top), "GIT_INDEX_FILE": str(index)}
    _tell_index(project, _rows(update), env)
    git.run(project.top, "update-index", "-q", "--refresh", env=env, settings=git.THEIRS, ends=(0, 1))


def _rows(update: Update) -> Iterator[str]:
    prefix, nothing = update.project.prefix, "0" * len(update.project.tree)
    for path in (*_gone(update), *(conflict.path for conflict in update.outcome.conflicts)):
        yield f"0 {nothing}\t{prefix}{path}"
    for change in update.outcome.changes:
        if change.action != "deleted":
            yield f"{change.mode} {change.blob}\t{prefix}{change.path}"
    for conflict in update.outcome.conflicts:
        for stage in conflict.stages:
            yield f"{stage.mode} {stage.blob} {stage.number}\t{prefix}{conflict.path}"


def _tell_index(project: Project, rows: Iterable[str], env: dict[str, str]) -> None:
    told = "".join(f"{row}\0" for row in rows).encode("utf-8", "surrogateescape")
    git.run(project.top, "update-index", "-z", "--index-info", env=env, stdin=told, settings=git.THEIRS)


def _state(update: Update, message: str, work: Path) -> Iterator[Swap]:
    """What `git commit` goes on from: the message, and the scaffold commit where that is merged."""
    texts = {"MERGE_MSG": f"{message}\n"}
    if update.merging:
        texts |= {"MERGE_HEAD": f"{update.outcome.scaffold}\n", "MERGE_MODE": ""}
    for name, text in texts.items():
        (work / name).write_text(text, encoding="utf-8")
        yield Swap(update.project.git / name, work / name)
