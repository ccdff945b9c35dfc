"""Finding and reading templates: a folder with a cookiecutter.json that carries a `_quickship` manifest."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from quickship.errors import TemplateError
from quickship.product import suggestion
from quickship.types import Template

PACKAGE = Path(__file__).resolve().parent
FOLDERS = {"base": "base", "parts": "part", "apps": "app", "features": "feature", "domains": "domain"}
BUILT_IN = "built-in"  # the source of quickship's own templates
PLAIN = "plain"  # the kind of a cookiecutter template that knows nothing of quickship
MANIFEST = "cookiecutter.json"
NOTES = "CHANGELOG.md"  # what changed in a built-in template, for who brings a project up to date
SKIPPED = {"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}


def builtin_folder() -> Path:
    """Where the built-in templates lie: beside the package in a wheel, in the checkout otherwise."""
    for folder in (PACKAGE / "builtin", PACKAGE.parent.parent / "templates"):
        if (folder / "base" / "cookiecutter.json").is_file():
            return folder
    raise TemplateError("quickship's own templates are missing", "install quickship again")


def builtin() -> dict[str, Path]:
    """The folder of each built-in template by its name, base first, then by kind and name."""
    root = builtin_folder()
    found = {"base": root / "base"}
    for folder in FOLDERS:
        manifests = sorted((root / folder).glob("*/cookiecutter.json")) if folder != "base" else []
        found |= {manifest.parent.name: manifest.parent for manifest in manifests}
    return found


def names(kind: str) -> list[str]:
    """The names of the built-in templates of one kind."""
    return [name for name, path in builtin().items() if _kind(path) == kind]


def find(name: str, kind: str) -> Template:
    """Reads the built-in template of this name and kind."""
    if name not in (known := names(kind)):
        hint = suggestion(name, known) if known else f"there is no template of kind {kind} yet"
        raise TemplateError(f"there is no {kind} called `{name}`", hint)
    return read(builtin()[name])


def read(path: Path) -> Template:
    """Reads one built-in template's cookiecutter.json and takes the digest of all it holds but its notes, which no
    project is made of."""
    return Template(path.name, _kind(path), path, BUILT_IN, digest(path, NOTES), load(path))


def kind(manifest: Mapping[str, Any]) -> str:
    """The kind that a template of others says it is."""
    if "_quickship" not in manifest:
        return PLAIN
    said = manifest["_quickship"].get("kind", "")
    if said not in FOLDERS.values():
        raise TemplateError(f"the template's kind is `{said}`", f"`kind` is one of: {', '.join(FOLDERS.values())}")
    return str(said)


def is_cache(name: str) -> bool:
    """Is this what compilers and checkers leave behind? It is no part of a template."""
    return name in SKIPPED or name.endswith(".pyc")


def files(path: Path) -> Iterator[Path]:
    """Every file of a template in a fixed order, without what compilers and checkers leave behind."""
    for entry in sorted(path.iterdir()):
        if is_cache(entry.name):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from files(entry)
        else:
            yield entry


def digest(path: Path, left_out: str = "") -> str:
    """SHA-256 over every file's path, executable bit and bytes; a link counts as what it says. The file `left_out` at
    the top does not count."""
    check_links(path)
    total = hashlib.sha256()
    for file in files(path):
        if file.name == left_out and file.parent == path:
            continue
        kind, data = ("link", os.readlink(file).encode()) if file.is_symlink() else _executable_and_bytes(file)
        total.update(f"{file.relative_to(path).as_posix()}\0{kind}\0".encode("utf-8", "surrogateescape"))
        total.update(hashlib.sha256(data).digest())
    return total.hexdigest()


def check_links(path: Path) -> None:
    """Refuses a link of a template that leads out of it."""
    for file in (entry for entry in files(path) if entry.is_symlink()):
        if os.path.isabs(os.readlink(file)) or not file.resolve().is_relative_to(path.resolve()):
            raise TemplateError(f"the template holds a link that leads outside: {file.relative_to(path)}")


def _executable_and_bytes(file: Path) -> tuple[str, bytes]:
    return f"{bool(file.stat().st_mode & 0o100):d}", file.read_bytes()


def _kind(path: Path) -> str:
    return FOLDERS[path.name if path.name == "base" else path.parent.name]


def load(path: Path) -> dict[str, Any]:
    """What a template's cookiecutter.json holds, with nothing of it rendered."""
    file = path / MANIFEST
    try:
        context = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise TemplateError(f"{path.name}/{MANIFEST} cannot be read: {error}") from None
    if not isinstance(context, dict) or not isinstance(context.get("_quickship", {}), dict):
        raise TemplateError(f"{path.name}/{MANIFEST} must hold an object")
    return context
