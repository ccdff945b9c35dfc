"""A project that quickship made: what its product.toml says, and where it lies in its repository."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from quickship import git
from quickship.errors import ProductError, UpdateError
from quickship.product import parse
from quickship.recorded import Row, rows
from quickship.types import Product

UNFINISHED = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")
SETTLED = ("quickship", "templates")  # what of [scaffold] says how a project was rendered
COMMIT_FIRST = "commit or stash first: what an update does is undone by going back to the last commit"


@dataclass(frozen=True)
class Recorded:
    """What a product.toml says: the product, and which quickship and which templates the project was made with."""

    text: str
    product: Product
    scaffold: Mapping[str, Any]

    @property
    def version(self) -> str:
        return str(self.scaffold.get("quickship", ""))

    @property
    def rows(self) -> list[Row]:
        return rows(self.scaffold)

    @property
    def settled(self) -> dict[str, Any]:
        return settled(self.scaffold)


@dataclass(frozen=True)
class Project:
    """A project in a repository: its folder, the way to it from the top, what git keeps for it, and the tree of what
    is committed of it."""

    folder: Path
    top: Path
    prefix: str
    git: Path
    objects: Path
    tree: str

    @cached_property
    def entries(self) -> dict[str, tuple[str, str]]:
        return git.entries(self.folder, self.tree)

    @cached_property
    def recorded(self) -> Recorded:
        (data,) = git.blobs(self.folder, [f"{self.tree}:product.toml"])
        if data is None:
            raise UpdateError("product.toml is not committed", "commit it first")
        return read(data)


def find(place: Path) -> Path:
    """The project that this place lies in."""
    for folder in (place, *place.parents):
        if (folder / "product.toml").is_file():
            return folder
    raise UpdateError("there is no product.toml here, nor above", "go into the folder of a project")


def read(data: bytes) -> Recorded:
    """What the bytes of a product.toml say; without `[scaffold]` nobody knows what the project was made of."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ProductError("product.toml is not UTF-8", "save it as UTF-8") from None
    recorded = Recorded(text, *parse(text))
    if not recorded.rows:
        raise UpdateError("product.toml does not say which templates made the project", "put its [scaffold] table back")
    return recorded


def settled(scaffold: Mapping[str, Any]) -> dict[str, Any]:
    """What of `[scaffold]` tells one render from another."""
    return {key: scaffold.get(key) for key in SETTLED}


def opened(folder: Path) -> Project:
    """The project in its repository, whatever state that is in."""
    if not any((place / ".git").exists() for place in (folder, *folder.parents)):
        raise UpdateError(f"{folder} lies in no git repository", "git init, add and commit it: git merges and undoes")
    words = ("--show-toplevel", "--absolute-git-dir", "--git-path", "objects", "--show-prefix", "HEAD:./")
    found = git.run(folder, "rev-parse", *words, ends=(0, 128)).decode().splitlines()
    if len(found) < 4:
        raise UpdateError(f"git does not take {folder} for a place to work in", "git status says why")
    top, place, objects, prefix, *tree = found
    if not tree or not tree[0].isalnum():
        raise UpdateError("the project is not committed yet", "git add it and commit")
    return Project(folder, Path(top), prefix, Path(place), folder / objects, tree[0])


def check_clean(project: Project) -> None:
    """Refuses what an update could not be taken back from: work that is not committed, a merge that is not done."""
    for name in UNFINISHED:
        if (project.git / name).exists():
            raise UpdateError("git is in the middle of a merge or a rebase", "finish or abort it: git status says how")
    if paths := uncommitted(project):
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        raise UpdateError(f"{paths[0]}{more} changed since the last commit", COMMIT_FIRST)


def uncommitted(project: Project) -> list[str]:
    """Tracked files of the project that differ from the last commit, and what is staged anywhere in its repository."""
    words = ("status", "--porcelain=v1", "-z", "--untracked-files=no", "--ignore-submodules=dirty")
    output = git.run(project.top, *words, settings=git.THEIRS)
    rows = iter(output.decode("utf-8", "replace").split("\0"))
    found = []
    for row in rows:
        if not row:
            continue
        state, path = row[:2], row[3:]
        if state[0] in "RC":
            next(rows)
        if state[0] != " " or path.startswith(project.prefix):
            found.append(path)
    return found
