"""tree -> tree or error: every check on the finished tree, in one place, before a byte is written."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Callable
from pathlib import PurePosixPath

from quickship.errors import VerifyError
from quickship.slug import DEVICES
from quickship.types import Tree

UNPORTABLE = re.compile(r'[<>:"|?*\\\x00-\x1f]')
LEFTOVER = re.compile(rb"(?<!\$)\{\{|\{%|\{#")
# How a secret begins: looking for these first is much cheaper than the pattern.
SECRET_STARTS = (b"sk-", b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_", b"AKIA", b"AIza", b"gsk_", b"xox", b"-----BEGIN")
SECRET = re.compile(
    rb"\bsk-(?:proj-|ant-|or-v1-)?[A-Za-z0-9_-]{32,}|\bgh[pousr]_[A-Za-z0-9]{36}|\bAKIA[0-9A-Z]{16}\b"
    rb"|\bAIza[0-9A-Za-z_-]{35}|\bgsk_[A-Za-z0-9]{40,}|\bxox[abp]-[0-9A-Za-z-]{20,}"
    rb"|-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----"
)


def verify(tree: Tree, neutral: Callable[[], Tree]) -> Tree:
    """Checks paths, syntax and secrets of the tree, and that no Jinja is left over: what looks like it may be the
    person's own `{{ }}`, so then `neutral` is looked at, the same templates rendered without a word of theirs.

    What is fixed is the same in every project: quickship's own tests have it checked once for all. Of what a plain
    cookiecutter template writes only the paths are checked.
    """
    check_paths(tree)
    made = {path: file.data for path, file in tree.items() if not (file.fixed or file.plain)}
    for path, data in made.items():
        check_content(path, data)
    if any(_may_hold_jinja(data) for data in made.values()):
        _check_leftovers(neutral())
    return tree


def check_content(path: str, data: bytes) -> None:
    """The bytes are what the name says they are, and hold no secret."""
    _check_syntax(path, data)
    _check_secrets(path, data)


def check_paths(tree: Tree) -> None:
    """Every path stays inside, can be written on every system, and differs from the others in more than case."""
    seen: dict[str, str] = {}
    files = {path for path in tree if not path.endswith("/")}
    for path in tree:
        parts = PurePosixPath(path).parts
        if not parts or path.startswith("/") or ".." in parts or UNPORTABLE.search(path):
            raise VerifyError(f"the path `{path}` leaves the project, or cannot be written everywhere")
        if any(part.split(".")[0].lower() in DEVICES or part.endswith((".", " ")) for part in parts):
            raise VerifyError(f"the path `{path}` is reserved on Windows")
        folded = path.rstrip("/").casefold()
        if folded in seen:
            raise VerifyError(f"`{path}` and `{seen[folded]}` differ in case only")
        seen[folded] = path
        if above := files.intersection(map(str, PurePosixPath(path).parents)):
            raise VerifyError(f"`{above.pop()}` is a file, and `{path}` lies in it")


def _check_syntax(path: str, data: bytes) -> None:
    check = CHECKS.get(PurePosixPath(path).suffix)
    if check is None:
        return
    try:
        check(data.decode("utf-8"))
    except Exception as error:
        raise VerifyError(f"{path} is not valid: {error}", "this is a fault of the template") from error


def _check_secrets(path: str, data: bytes) -> None:
    if holds_secret(data):
        raise VerifyError(f"{path} would hold what looks like a secret key", "secrets belong in .env, never in a file")


def holds_secret(data: bytes) -> bool:
    """Does the text hold what looks like a secret key?"""
    return any(start in data for start in SECRET_STARTS) and b"\0" not in data and bool(SECRET.search(data))


def _may_hold_jinja(data: bytes) -> bool:
    return b"\0" not in data and bool(LEFTOVER.search(data))


def _check_leftovers(neutral: Tree) -> None:
    for path, file in neutral.items():
        if _may_hold_jinja(file.data):
            raise VerifyError(f"{path} holds Jinja that was not rendered", "this is a fault of the template")


def _yaml(text: str) -> None:
    import yaml

    yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _json_lines(text: str) -> None:
    for line in text.split("\n"):
        if line.strip():
            json.loads(line)


CHECKS: dict[str, Callable[[str], object]] = {
    ".py": ast.parse,
    ".toml": tomllib.loads,
    ".yaml": _yaml,
    ".yml": _yaml,
    ".json": json.loads,
    ".jsonl": _json_lines,
}
