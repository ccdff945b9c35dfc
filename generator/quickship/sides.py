"""What is merged into a project: the render that it came from and the new one, without what is the person's alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from quickship import git
from quickship.history import Base
from quickship.project import Project
from quickship.types import File, Tree

LAID_OUT = ("data/", "evals/")  # what stood here at birth is the person's from then on


@dataclass(frozen=True)
class Sides:
    """What the base differs in from the one that git keeps, and what the new render differs in from the base; None is
    a file that is not there."""

    before: Mapping[str, File | None]
    after: Mapping[str, File | None]


def sides(project: Project, base: Base, new: Tree) -> Sides:
    """The two sides of a merge with what the person has committed."""
    after = changed(base.files, _without_laid_out(project, base.files, new))
    after.pop("product.toml", None)
    before: dict[str, File | None] = {}
    for path, mine in _mine(project, base, after).items():
        old, fresh = base.files.get(path), after[path]
        before[path] = old and _in_style(old, mine)
        after[path] = fresh and _in_style(fresh, mine)
    executable = project.entries["product.toml"][0] == "100755"
    before["product.toml"] = File(project.recorded.text.encode(), executable, "")
    after["product.toml"] = replace(new["product.toml"], executable=executable)
    return Sides(before, after)


def changed(old: Tree, new: Tree) -> dict[str, File | None]:
    """The paths in which two trees differ, as a commit holds them."""
    paths = {path for path in (*old, *new) if git.is_kept(path)}
    return {path: new.get(path) for path in sorted(paths) if not _same(old.get(path), new.get(path))}


def _same(one: File | None, other: File | None) -> bool:
    return (one and (one.data, one.executable)) == (other and (other.data, other.executable))


def _without_laid_out(project: Project, old: Tree, new: Tree) -> Tree:
    """The new tree, in which data and cases stay as they were; only what nobody had before is added."""
    kept = {path: file for path, file in old.items() if path.startswith(LAID_OUT)}
    return kept | {
        path: file
        for path, file in new.items()
        if not (path.startswith(LAID_OUT) and (path in old or path in project.entries))
    }


def _mine(project: Project, base: Base, paths: Mapping[str, File | None]) -> dict[str, bytes]:
    """What the person has committed at these paths."""
    found = [path for path in paths if path in project.entries and path in base.files]
    contents = git.blobs(project.folder, [project.entries[path][1] for path in found])
    return {path: data for path, data in zip(found, contents, strict=True) if data is not None}


def _in_style(file: File, mine: bytes) -> File:
    """The file with the line endings that the person gave it, so that these are no difference."""
    if b"\0" in file.data + mine or {_ending(file.data), _ending(mine)} != {b"\n", b"\r\n"}:
        return file
    plain = file.data.replace(b"\r\n", b"\n")
    return replace(file, data=plain.replace(b"\n", _ending(mine)))


def _ending(data: bytes) -> bytes:
    """How every line ends; empty where they differ or there is none."""
    windows, all_ = data.count(b"\r\n"), data.count(b"\n")
    return b"" if not all_ or (0 < windows < all_) else b"\r\n" if windows else b"\n"
