"""`quickship templates new`, `eject` and `diff`: a template of one's own, begun from one that works."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from quickship import console, skeletons, templates, trust, write
from quickship.errors import TemplateError, UsageError
from quickship.product import suggestion
from quickship.slug import slugify
from quickship.staging import Staging
from quickship.types import File, Tree

MODELS = {"app": "chatbot", "base": "base"}  # what these two are begun from: small ones would not run


def run_new(name: str, kind: str, output_dir: str) -> None:
    """Writes a template that can be used as it is."""
    slug = slugify(name, ())
    if slug != name:
        raise UsageError(f"a template cannot be called `{name}`", f"such as: quickship templates new {slug}")
    tree = _built_in(MODELS[kind]) if kind in MODELS else skeletons.tree(name, kind)
    folder = Path(output_dir).expanduser().absolute() / name
    _write(tree, folder)
    flag = {"app": "--app", "domain": "--domain", "plain": "--template"}.get(kind, "--with")
    _say_next(folder, f"quickship new {'' if kind == 'plain' else chr(34) + 'An idea' + chr(34) + ' '}{flag} {folder}")


def run_eject(name: str, folder: str) -> None:
    """Copies a built-in template, whole."""
    place = Path(folder).expanduser().absolute()
    _write(_built_in(name), place)
    _say_next(place, f"quickship templates diff {place}" + ("" if place.name == name else f" {name}"))


def run_diff(folder: str, name: str | None) -> None:
    """Prints the differences as a unified diff."""
    place = Path(folder).expanduser().absolute()
    if not place.is_dir():
        raise TemplateError(f"there is no folder {place}", "name the folder that eject made")
    mine, theirs = _tree(place), _built_in(name or place.name)
    for path in sorted({*mine, *theirs}):
        for line in _difference(path, theirs.get(path), mine.get(path)):
            console.line(line)


def _difference(path: str, old: File | None, new: File | None) -> Iterator[str]:
    if old and new and (old.data, old.executable) == (new.data, new.executable):
        return
    before, after = (f"built-in/{path}" if old else "/dev/null"), (f"yours/{path}" if new else "/dev/null")
    lines = [_lines(file) for file in (old, new)]
    if None in lines:
        yield f"Binary files {before} and {after} differ"
        return
    if old and new and old.executable != new.executable:
        yield f"mode of {path}: {'executable' if new.executable else 'not executable'}"
    yield from difflib.unified_diff(lines[0] or [], lines[1] or [], before, after, lineterm="")


def _lines(file: File | None) -> list[str] | None:
    if file is None:
        return []
    try:
        return file.data.decode().splitlines()
    except UnicodeDecodeError:
        return None


def _built_in(name: str) -> Tree:
    found = templates.builtin()
    if name not in found:
        raise TemplateError(f"there is no built-in template called `{name}`", suggestion(name, found))
    return _tree(found[name])


def _tree(folder: Path) -> Tree:
    return {
        file.relative_to(folder).as_posix(): File(file.read_bytes(), bool(file.stat().st_mode & 0o100), folder.name)
        for file in templates.files(folder)
    }


def _write(tree: Tree, folder: Path) -> None:
    with Staging() as staging:
        write.write(tree, folder, staging, lambda staged: None)
    trust.keep(templates.digest(folder), str(folder))  # it is quickship's own until it is changed


def _say_next(folder: Path, command: str) -> None:
    console.say(f"made {folder}\n")
    for line in (command, f"quickship templates check {folder}"):
        console.say(f"  {line}")
