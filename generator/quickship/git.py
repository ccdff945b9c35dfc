"""The only module that starts git: the scaffold commit, in a repository of the project's own or a person's."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from quickship.errors import GitError
from quickship.product_file import without_scaffold
from quickship.types import Tree

TRAILER = "Quickship-Scaffold"
PLAIN = (
    "-c", "core.autocrlf=false", "-c", "core.safecrlf=false", "-c", "core.hooksPath=/dev/null",
    "-c", "commit.gpgSign=false", "-c", "core.fileMode=true", "-c", "core.fsmonitor=false",
    "-c", "core.attributesFile=/dev/null", "-c", "gc.auto=0",
)  # fmt: skip
IDENTITY = {"NAME": "quickship", "EMAIL": "quickship@localhost"}


def digest(tree: Tree) -> str:
    """SHA-256 over every path, mode and content but the `[scaffold]` table of product.toml."""
    total = hashlib.sha256()
    for path, file in sorted(tree.items()):
        data = without_scaffold(file.data.decode()).encode() if path == "product.toml" else file.data
        total.update(f"{path}\0{file.executable:d}\0".encode() + hashlib.sha256(data).digest())
    return total.hexdigest()


def repository(folder: Path) -> Path | None:
    """The git folder of the repository that this folder lies in, if any; needs no git for the answer no."""
    for place in (folder, *folder.parents):
        if (place / ".git").exists():
            return Path(_run(place, "rev-parse", "--absolute-git-dir"))
    return None


def own(project: Path, tree: Tree, name: str) -> str:
    """Makes `project` a repository whose first commit is the pristine render; returns the commit."""
    _run(project, "init", "--quiet", "--template=")
    _run(project, "add", "--all", "--force", ".")
    _run(
        project,
        "commit",
        "--quiet",
        "--allow-empty",
        "--message",
        _message(tree, name),
        env=_identity(project),
    )
    return _run(project, "rev-parse", "HEAD")


def beside(repository: Path, rendered: Path, tree: Tree, name: str, index: Path) -> str:
    """Keeps the pristine render as a commit without a branch in a person's repository; touches nothing else."""
    env = {"GIT_DIR": str(repository), "GIT_WORK_TREE": str(rendered), "GIT_INDEX_FILE": str(index)}
    _run(rendered, "add", "--all", "--force", ".", env=env)
    written = _run(rendered, "write-tree", env=env)
    return _run(rendered, "commit-tree", written, "-m", _message(tree, name), env=env | _identity(rendered, env))


def name_commit(repository: Path, slug: str, commit: str) -> None:
    """Gives the scaffold commit its name under refs/quickship/, so that it is kept."""
    env = {"GIT_DIR": str(repository)}
    _run(repository, "update-ref", f"refs/quickship/{slug}", commit, env=env)


def _message(tree: Tree, name: str) -> str:
    return f"Scaffold of {name}, as quickship made it\n\n{TRAILER}: {digest(tree)}"


def _identity(folder: Path, env: Mapping[str, str] | None = None) -> dict[str, str]:
    """The person's own name and address where git knows them, quickship's otherwise."""
    known = {"NAME": "user.name", "EMAIL": "user.email"}
    found = {key: _run(folder, "config", "--default", "", "--get", setting, env=env) for key, setting in known.items()}
    values = {key: found[key] or IDENTITY[key] for key in known}
    return {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in values.items()}


def _run(folder: Path, *words: str, env: Mapping[str, str] | None = None) -> str:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GIT_") or "CONFIG" in key}
    try:
        done = subprocess.run(
            ["git", *PLAIN, *words],
            cwd=folder,
            env={**clean, "LC_ALL": "C", **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    except FileNotFoundError:
        raise GitError("git is not installed", "install git, or say --no-git") from None
    if done.returncode:
        line = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise GitError(f"git {words[0]} failed: {line}", "say --no-git to leave git out")
    return done.stdout.strip()
