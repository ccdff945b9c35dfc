"""What an update starts from: the pristine render that the project's history keeps, or one that is made again."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from quickship import git
from quickship.errors import UpdateError
from quickship.project import Project, settled
from quickship.types import File, Tree

Found = Literal["commit", "render", "older", "given"]
MODES = {"100644": False, "100755": True}


@dataclass(frozen=True)
class Base:
    """A pristine render: how it was found, its files, its tree where git has one; the scaffold commit that the next
    one follows, and whether the project's own history holds that."""

    found: Found
    files: Tree
    tree: str = ""
    commit: str = ""
    rooted: bool = False


@dataclass(frozen=True)
class Scaffold:
    """A commit that says it is a pristine render: the digest that its tree must have."""

    commit: str
    tree: str
    digest: str
    rooted: bool


def find(project: Project, given: str, again: Callable[[], Tree | None]) -> Base:
    """The base of an update: what was `given`, the scaffold commit that product.toml speaks of, the same render made
    `again`, or an older scaffold commit."""
    known = _Known(project)
    if given:
        return known.under(_given(project, given))
    if exact := known.exact():
        return exact
    if (files := again()) is not None:
        return known.under(Base("render", files))
    if older := known.newest():
        return Base("older", older.files, older.tree, older.commit, older.rooted)
    raise UpdateError(
        "the render that this project was made from is not in its history, and these templates are not those",
        _advice(project),
    )


class _Known:
    """The scaffold commits of a project, each looked into only as far as it must be."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._looked_at: list[tuple[Scaffold, dict[str, Any]]] = []
        self._places = [(True, "HEAD"), (False, "--glob=refs/quickship/*")]

    def exact(self) -> Base | None:
        """The one that has the very templates that product.toml names."""
        wanted = self._project.recorded.settled
        return next(self._whole(lambda said: settled(said.get("scaffold", {})) == wanted), None)

    def newest(self) -> Base | None:
        """The newest, whatever it was made with."""
        return next(self._whole(lambda said: True), None)

    def under(self, base: Base) -> Base:
        """A base that is no scaffold commit: the next one follows the newest that there is."""
        newest = self.newest()
        return Base(base.found, base.files, base.tree, newest.commit, newest.rooted) if newest else base

    def _whole(self, wanted: Callable[[dict[str, Any]], bool]) -> Iterator[Base]:
        slug = self._project.recorded.product.slug
        for one, said in self._each():
            whole = one.rooted and not self._project.prefix  # the repository is the project, whatever its slug was
            ours = whole or said.get("product", {}).get("slug", "") == slug
            files = _files(self._project, one.tree) if ours and wanted(said) else {}
            if files and git.digest(files) == one.digest:  # a squashed or amended commit may say it, too
                yield Base("commit", files, one.tree, one.commit, one.rooted)

    def _each(self) -> Iterator[tuple[Scaffold, dict[str, Any]]]:
        """Every one of the project's history, then of quickship's own refs, with what its product.toml says."""
        yield from self._looked_at
        while self._places:
            found = list(_scaffolds(self._project, *self._places.pop(0)))
            tomls = git.blobs(self._project.folder, [f"{one.tree}:product.toml" for one in found])
            fresh = list(zip(found, map(_said, tomls), strict=True))
            self._looked_at += fresh
            yield from fresh


def _scaffolds(project: Project, rooted: bool, where: str) -> Iterator[Scaffold]:
    """The commits with the trailer, the newest first."""
    form = f"--format=%H %T %(trailers:key={git.TRAILER},valueonly,separator=%x20)"
    words = ("log", "--topo-order", "--no-show-signature", f"--grep=^{git.TRAILER}: ", form, where, "--")
    for line in git.run(project.folder, *words).decode("utf-8", "replace").splitlines():
        commit, tree, *digests = line.split()
        if digests:
            yield Scaffold(commit, tree, digests[-1], rooted)


def _said(toml: bytes | None) -> dict[str, Any]:
    try:
        return tomllib.loads((toml or b"").decode().replace("\r\n", "\n"))
    except ValueError:
        return {}


def _files(project: Project, tree: str) -> Tree:
    """The files of a tree; links and modules, which no render holds, are left out."""
    found = {path: entry for path, entry in git.entries(project.folder, tree).items() if entry[0] in MODES}
    contents = git.blobs(project.folder, [blob for _, blob in found.values()])
    return {
        path: File(data, MODES[mode], "")
        for (path, (mode, _)), data in zip(found.items(), contents, strict=True)
        if data is not None
    }


def _given(project: Project, commit: str) -> Base:
    """What the project was in a commit that the person names."""
    for place in dict.fromkeys((project.prefix.rstrip("/"), "")):
        name = f"{commit}:{place}"
        words = ("rev-parse", "--verify", "--quiet", "--end-of-options", name)
        tree = git.run(project.folder, *words, ends=(0, 1, 128)).decode().strip()
        if tree and (files := _files(project, tree)) and "product.toml" in files:
            return Base("given", files, tree)
    raise UpdateError(f"`{commit}` is no commit that holds this project", "git log shows the commits")


def _advice(project: Project) -> str:
    """How to name a base: the commit that brought the project is near to what it was made from."""
    words = ("log", "--diff-filter=A", "--format=%h", "--", "product.toml")
    brought = git.run(project.folder, *words).decode().split()
    such = f", such as {brought[-1]}, which brought the project" if brought else ""
    return f"say --base COMMIT, one in which the files are as quickship wrote them{such}"
