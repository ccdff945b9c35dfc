"""The only module that starts git: the scaffold commit, in a repository of the project's own or a person's."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
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
CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")
IDENTITY = {"NAME": "quickship", "EMAIL": "quickship@localhost"}


def digest(tree: Tree) -> str:
    """SHA-256 over every path, mode and content but the `[scaffold]` table of product.toml."""
    total = hashlib.sha256()
    for path, file in sorted(tree.items()):
        if path.startswith(".git/"):  # what a template's hook left there
            continue
        ours = path == "product.toml" and not file.plain
        data = without_scaffold(file.data.decode()).encode() if ours else file.data
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


def fetch(url: str, ref: str, folder: Path) -> str:
    """Checks out one commit of a repository into a new folder, without its history; returns the commit.

    `ref` is a branch, a tag or a whole commit id; without it the repository's own default is taken.
    """
    folder.mkdir(parents=True)
    hint = "check the address, the ref and your access"
    _run(folder, "init", "--quiet", "--template=", hint=hint)
    words = ("fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules")
    _run(folder, *words, "--", url, ref or "HEAD", env=_reaching(), hint=hint)
    _run(folder, "checkout", "--quiet", "--detach", "FETCH_HEAD", hint=hint)
    return _run(folder, "rev-parse", "HEAD")


def _reaching() -> dict[str, str]:
    """How the person's git reaches others, and the only ways that it may: `ext::` would run a command."""
    ways = ("GIT_SSH", "GIT_SSL", "GIT_HTTP", "GIT_PROXY", "GIT_ASKPASS")
    theirs = {key: value for key, value in os.environ.items() if key.startswith(ways)}
    ask = {} if sys.stdin and sys.stdin.isatty() else {"GIT_TERMINAL_PROMPT": "0"}
    return {**theirs, **ask, "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh"}


def _message(tree: Tree, name: str) -> str:
    return f"Scaffold of {name}, as quickship made it\n\n{TRAILER}: {digest(tree)}"


def _identity(folder: Path, env: Mapping[str, str] | None = None) -> dict[str, str]:
    """The person's own name and address where git knows them, quickship's otherwise."""
    known = {"NAME": "user.name", "EMAIL": "user.email"}
    found = {key: _run(folder, "config", "--default", "", "--get", setting, env=env) for key, setting in known.items()}
    values = {key: found[key] or IDENTITY[key] for key in known}
    return {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in values.items()}


def _run(
    folder: Path,
    *words: str,
    env: Mapping[str, str] | None = None,
    hint: str = "say --no-git to leave git out",
) -> str:
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
        raise GitError("git is not installed", f"install git; {hint}") from None
    if done.returncode:
        line = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise GitError(f"git {words[0]} failed: {CREDENTIALS.sub('', line)}", hint)
    return done.stdout.strip()
