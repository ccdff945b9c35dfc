"""The only module that starts git: the scaffold commit, in a repository of the project's own or a person's, and the
commands that an update is made of."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
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
# What the person has set stays, but for what would run something beside.
THEIRS = ("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "gc.auto=0")
CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")
IDENTITY = {"NAME": "quickship", "EMAIL": "quickship@localhost"}


def digest(tree: Tree) -> str:
    """SHA-256 over every path, mode and content but the `[scaffold]` table of product.toml."""
    total = hashlib.sha256()
    for path, file in sorted(tree.items()):
        if not is_kept(path):
            continue
        ours = path == "product.toml" and not file.plain
        data = without_scaffold(file.data.decode()).encode() if ours else file.data
        total.update(f"{path}\0{file.executable:d}\0".encode() + hashlib.sha256(data).digest())
    return total.hexdigest()


def is_kept(path: str) -> bool:
    """Can a commit hold this path of a tree? No empty folder, and nothing that a template's hook left in .git."""
    return not path.startswith(".git/") and not path.endswith("/")


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
        message(tree, name),
        env=_identity(project),
    )
    return _run(project, "rev-parse", "HEAD")


def beside(repository: Path, rendered: Path, tree: Tree, name: str, index: Path) -> str:
    """Keeps the pristine render as a commit without a branch in a person's repository; touches nothing else."""
    env = {"GIT_DIR": str(repository), "GIT_WORK_TREE": str(rendered), "GIT_INDEX_FILE": str(index)}
    _run(rendered, "add", "--all", "--force", ".", env=env)
    written = _run(rendered, "write-tree", env=env)
    return _run(rendered, "commit-tree", written, "-m", message(tree, name), env=env | _identity(rendered, env))


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


def message(tree: Tree, name: str) -> str:
    """What a scaffold commit says: the trailer is what it is found and known to be whole by."""
    return f"Scaffold of {name}, as quickship made it\n\n{TRAILER}: {digest(tree)}"


def author(folder: Path) -> str:
    """The person as a commit names them."""
    known = _identity(folder)
    return f"{known['GIT_COMMITTER_NAME']} <{known['GIT_COMMITTER_EMAIL']}>"


def _identity(folder: Path, env: Mapping[str, str] | None = None) -> dict[str, str]:
    """The person's own name and address where git knows them, quickship's otherwise."""
    words = ("config", "-z", "--get-regexp", r"^user\.(name|email)$")
    output = run(folder, *words, env=env, ends=(0, 1)).decode("utf-8", "replace")
    said = dict(row.split("\n", 1) for row in output.split("\0") if "\n" in row)  # the last one that is said holds
    values = {key: said.get(f"user.{key.lower()}", "").strip() or IDENTITY[key] for key in IDENTITY}
    return {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in values.items()}


def blobs(folder: Path, names: Iterable[str]) -> list[bytes | None]:
    """What the objects of these names hold; None where there is none."""
    asked = list(names)
    if not asked:
        return []
    output = run(folder, "cat-file", "--batch", stdin="".join(f"{name}\n" for name in asked).encode())
    found: list[bytes | None] = []
    place = 0
    for _ in asked:
        end = output.index(b"\n", place)
        head = output[place:end].split(b" ")
        size = int(head[-1]) if head[-1].isdigit() else None
        found.append(None if size is None else output[end + 1 : end + 1 + size])
        place = end + 1 if size is None else end + size + 2
    return found


def entries(folder: Path, tree: str) -> dict[str, tuple[str, str]]:
    """The mode and the object of each path of a tree."""
    output = run(folder, "ls-tree", "-r", "-z", "--full-tree", tree)
    rows = [row.split("\t", 1) for row in output.decode("utf-8", "surrogateescape").split("\0") if row]
    return {path: (head.split()[0], head.split()[2]) for head, path in rows}


def _run(
    folder: Path,
    *words: str,
    env: Mapping[str, str] | None = None,
    hint: str = "say --no-git to leave git out",
) -> str:
    return run(folder, *words, env=env, hint=hint).decode("utf-8", "replace").strip()


def run(
    folder: Path,
    *words: str,
    env: Mapping[str, str] | None = None,
    stdin: bytes = b"",
    hint: str = "",
    ends: Sequence[int] = (0,),
    settings: Sequence[str] = PLAIN,
) -> bytes:
    """Runs one git command in this folder and returns what it prints; it may end with these codes."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GIT_") or "CONFIG" in key}
    try:
        done = subprocess.run(
            ["git", *settings, *words],
            cwd=folder,
            env={**clean, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", **(env or {})},
            input=stdin,
            capture_output=True,
        )
    except FileNotFoundError:
        raise GitError("git is not installed", "; ".join(filter(None, ("install git", hint)))) from None
    if done.returncode not in ends:
        line = (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"])[-1]
        raise GitError(f"git {words[0]} failed: {CREDENTIALS.sub('', line)}", hint)
    return done.stdout
