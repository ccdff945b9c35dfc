"""Finding and reading templates: a folder with a cookiecutter.json that carries a `_quickship` manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from quickship.errors import TemplateError
from quickship.product import suggestion
from quickship.types import Template

PACKAGE = Path(__file__).resolve().parent
FOLDERS = {"base": "base", "parts": "part", "apps": "app", "features": "feature", "domains": "domain"}
BUILT_IN = "built-in"  # the source of quickship's own templates
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
    """Reads one built-in template's cookiecutter.json and takes the digest of all it holds."""
    context = _context(path / "cookiecutter.json")
    return Template(path.name, _kind(path), path, BUILT_IN, digest(path), context)


def files(path: Path) -> Iterator[Path]:
    """Every file of a template in a fixed order, without what Python's compilers leave behind."""
    for entry in sorted(path.iterdir()):
        if entry.name in SKIPPED or entry.suffix == ".pyc":
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from files(entry)
        else:
            yield entry


def digest(path: Path) -> str:
    """SHA-256 over every file's path, executable bit and bytes."""
    total = hashlib.sha256()
    for file in files(path):
        if file.is_symlink():
            raise TemplateError(f"the template holds a link: {file.relative_to(path)}")
        executable = bool(file.stat().st_mode & 0o100)
        total.update(f"{file.relative_to(path).as_posix()}\0{executable:d}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _kind(path: Path) -> str:
    return FOLDERS[path.name if path.name == "base" else path.parent.name]


def _context(file: Path) -> Mapping[str, Any]:
    try:
        context = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise TemplateError(f"{file.parent.name}/cookiecutter.json cannot be read: {error}") from None
    if not isinstance(context, dict) or not isinstance(context.get("_quickship", {}), dict):
        raise TemplateError(f"{file.parent.name}/cookiecutter.json must hold an object")
    return context
