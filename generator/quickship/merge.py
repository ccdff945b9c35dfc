"""Old render, the person's work, new render -> one tree, by git's own three-way merge and in a repository of its own.

Nothing of it is written in the person's repository: theirs is only read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from quickship import __version__, git
from quickship.errors import GitError
from quickship.history import Base
from quickship.project import Project
from quickship.sides import Sides, changed
from quickship.types import File, Tree

Action = Literal["added", "changed", "deleted", "moved"]
ACTIONS: Mapping[str, Action] = {"A": "added", "M": "changed", "T": "changed", "D": "deleted", "R": "moved"}
MERGING = ("-c", "merge.directoryRenames=true", "-c", "merge.renames=true")


@dataclass(frozen=True)
class Change:
    """One file that the merge makes different; `old` is where it lay before it was moved."""

    action: Action
    path: str
    mode: str
    blob: str
    old: str = ""


@dataclass(frozen=True)
class Stage:
    """One side of a conflict: 1 is the old render, 2 the person's, 3 the new render."""

    number: str
    mode: str
    blob: str


@dataclass(frozen=True)
class Merged:
    """The new scaffold commit; what the merge changes, a conflict's markers included; by path the sides of each
    conflict and what git says of it."""

    scaffold: str
    changes: tuple[Change, ...]
    conflicts: Mapping[str, tuple[Stage, ...]]
    said: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Commit:
    """A commit to be made: on what, with which tree before the files, and how these differ from it."""

    ref: str
    files: Mapping[str, File | None]
    parent: str = ""
    tree: str = ""
    message: str = ""


def merge(project: Project, base: Base, new: Tree, both: Sides, scratch: Path) -> Merged:
    """Merges in the new folder `scratch`, whose objects are those that the result needs."""
    label = f"quickship-{__version__}"
    commits = [
        _scaffold(base, new, project),
        Commit("base", both.before if base.tree else {**_whole(base.files), **both.before}, tree=base.tree),
        Commit("yours", {}, "refs/heads/base", project.tree),
        Commit(label, both.after, "refs/heads/base"),
    ]
    _begin(project, scratch)
    marks = scratch / "marks"
    author = git.author(project.folder)
    stream = b"".join(_stream(commit, author, number) for number, commit in enumerate(commits, 1))
    words = ("fast-import", "--quiet", "--date-format=now", f"--export-marks={marks}")
    git.run(scratch, *words, env={"GIT_DIR": str(scratch)}, stdin=stream)
    scaffold = next(line.split()[1] for line in marks.read_text().splitlines() if line.startswith(":1 "))
    tree, conflicts, said = _three_way(scratch, label)
    return Merged(scaffold, tuple(_changes(scratch, project.tree, tree)), conflicts, said)


def _scaffold(base: Base, new: Tree, project: Project) -> Commit:
    message = git.message(new, project.recorded.product.name or project.folder.name)
    if base.tree and base.found != "given":
        return Commit("scaffold", changed(base.files, new), base.commit, base.tree, message)
    return Commit("scaffold", _whole(new), base.commit, "", message)


def _whole(tree: Tree) -> dict[str, File | None]:
    return {path: file for path, file in tree.items() if git.is_kept(path)}


def _begin(project: Project, scratch: Path) -> None:
    """A repository that sees all that the person's own holds."""
    form = "sha256" if len(project.tree) == 64 else "sha1"
    for folder in ("objects/info", "refs"):
        (scratch / folder).mkdir(parents=True)
    (scratch / "HEAD").write_text("ref: refs/heads/yours\n")
    (scratch / "config").write_text(
        f"[core]\nrepositoryFormatVersion = 1\nbare = true\n[extensions]\nobjectFormat = {form}\n"
    )
    (scratch / "objects/info/alternates").write_text(f"{project.objects.resolve()}\n", encoding="utf-8")


def _stream(commit: Commit, author: str, mark: int) -> bytes:
    """A commit in the words of `git fast-import`."""
    message = commit.message.encode()
    parts = [
        f"commit refs/heads/{commit.ref}\nmark :{mark}\ncommitter {author} now\ndata {len(message)}\n".encode(),
        message + b"\n",
        f"from {commit.parent}\n".encode() if commit.parent else b"",
        b"" if commit.parent == "refs/heads/base" and not commit.tree else b"deleteall\n",
        f'M 040000 {commit.tree} ""\n'.encode() if commit.tree else b"",
    ]
    for path, file in commit.files.items():
        quoted = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        place = b'"%s"' % quoted.encode("utf-8", "surrogateescape")
        mode = b"100755" if file and file.executable else b"100644"
        head = b"M %s inline %s\ndata %d\n" % (mode, place, len(file.data)) if file else b"D %s\n" % place
        parts += [head, file.data + b"\n" if file else b""]
    return b"".join(parts)


def _three_way(scratch: Path, label: str) -> tuple[str, dict[str, tuple[Stage, ...]], dict[str, tuple[str, ...]]]:
    words = ("merge-tree", "--write-tree", "-z", "--messages", "yours", label)
    hint = "an update needs git 2.38 or newer"
    env = {"GIT_DIR": str(scratch)}
    output = git.run(scratch, *words, env=env, settings=(*git.PLAIN, *MERGING), ends=(0, 1), hint=hint)
    tree, *rest = output.decode("utf-8", "surrogateescape").split("\0")
    if not tree.isalnum():
        raise GitError("git cannot merge without a work tree", hint)
    end = rest.index("")
    conflicts: dict[str, tuple[Stage, ...]] = {}
    for row in rest[:end]:
        head, path = row.split("\t", 1)
        mode, blob, number = head.split()
        conflicts[path] = (*conflicts.get(path, ()), Stage(number, mode, blob))
    return tree, conflicts, _said(rest[end + 1 :])


def _said(fields: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The kinds of what git has to say, by path."""
    said: dict[str, tuple[str, ...]] = {}
    place = 0
    while place < len(fields) and fields[place]:
        count = int(fields[place])
        kind = fields[place + count + 1]
        for path in fields[place + 1 : place + count + 1]:
            said[path] = (*said.get(path, ()), kind)
        place += count + 3
    return said


def _changes(scratch: Path, old: str, new: str) -> Iterator[Change]:
    words = ("diff-tree", "-r", "-z", "-M", "--no-ext-diff", old, new)
    output = git.run(scratch, *words, env={"GIT_DIR": str(scratch)})
    fields = iter(output.decode("utf-8", "surrogateescape").split("\0"))
    for head in fields:
        if not head:
            return
        _, mode, _, blob, status = head.split()
        paths = [next(fields) for _ in range(2 if status[0] == "R" else 1)]
        yield Change(ACTIONS[status[0]], paths[-1], mode, blob, paths[0] if len(paths) > 1 else "")
