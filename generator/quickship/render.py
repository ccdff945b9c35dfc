"""stack -> tree: each template is rendered alone by cookiecutter, then laid over those below it."""

from __future__ import annotations

import stat
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from quickship.at_home import at_home
from quickship.context import context
from quickship.documents import laid_out
from quickship.errors import RenderError, TemplateError
from quickship.postponed import postpone
from quickship.templates import BUILT_IN, PLAIN, files
from quickship.types import File, Stack, Template, Tree


def render(stack: Stack, workshop: Path) -> Tree:
    """Renders the stack below `workshop`. One path has one owner."""
    tree: Tree = {}
    for template in stack.templates:
        if template.kind == "domain":
            continue  # its texts stand in the product, and it writes nothing else
        layer = render_one(template, context(template, stack), workshop / template.name) | laid_out(template, stack)
        _refuse_shared(template, layer, tree)
        tree |= layer
    return dict(sorted(tree.items()))


def render_one(template: Template, values: Mapping[str, Any], folder: Path) -> Tree:
    """Renders one template by cookiecutter with exactly these values and reads what came out."""
    postpone()
    from cookiecutter.generate import generate_files

    said = {**template.said, "cookiecutter": OrderedDict(values)}
    built_in = template.source == BUILT_IN
    with _faults_of(template, folder) if built_in else at_home(template.path, template.name):
        folder.mkdir()
        project = generate_files(template.path, context=said, output_dir=folder, accept_hooks=template.hooks)
        return (_read_plain if template.kind == PLAIN else _read)(Path(project), template)


@contextmanager
def _faults_of(template: Template, folder: Path) -> Iterator[None]:
    from cookiecutter.exceptions import CookiecutterException
    from jinja2 import TemplateError as JinjaError

    try:
        yield
    except (CookiecutterException, JinjaError, UnicodeDecodeError) as error:
        raise RenderError(f"the template `{template.name}` cannot be rendered: {error}") from error
    except OSError as error:
        raise RenderError(f"there is no room to work in {folder}", "free some space, or set TMPDIR") from error


def _refuse_shared(template: Template, layer: Tree, tree: Tree) -> None:
    replaces = template.manifest.get("replaces", [])
    for path in layer:
        if path in tree and path not in replaces and not path.endswith("/"):
            raise TemplateError(
                f"`{template.name}` and `{tree[path].owner}` both write {path}",
                f"let `{template.name}` contribute to it, or declare it under `replaces`",
            )


def is_copied(path: str, values: Mapping[str, Any]) -> bool:
    """Does cookiecutter copy this file of a template as it is, or one of the folders it lies in?"""
    from cookiecutter.generate import is_copy_only_path

    levels = [path, *(str(parent) for parent in PurePosixPath(path).parents)][:-1]
    return any(is_copy_only_path(level, {"cookiecutter": values}) for level in levels)


def _read(project: Path, template: Template) -> Tree:
    tree: Tree = {}
    for file in files(project):
        path = file.relative_to(project).as_posix()
        _refuse_special(file, path, template)
        executable = bool(file.stat().st_mode & 0o100)
        fixed = template.source == BUILT_IN and is_copied(path, template.context)
        tree[path] = File(file.read_bytes(), executable, template.name, fixed)
    return tree


def _read_plain(project: Path, template: Template) -> Tree:
    """Everything, with its mode bits; a folder where it is empty or no ordinary one."""
    tree: Tree = {}
    ordinary = _mode(project)
    for entry in sorted(project.rglob("*")):
        path, mode = entry.relative_to(project).as_posix(), _mode(entry)
        if not entry.is_dir() or entry.is_symlink():
            _refuse_special(entry, path, template)
            tree[path] = File(entry.read_bytes(), bool(mode & 0o100), template.name, mode=mode)
        elif mode != ordinary or not any(entry.iterdir()):
            tree[f"{path}/"] = File(b"", False, template.name, mode=mode)
    return tree


def _mode(entry: Path) -> int:
    return stat.S_IMODE(entry.lstat().st_mode)


def _refuse_special(file: Path, path: str, template: Template) -> None:
    if file.is_symlink() or not file.is_file():
        raise TemplateError(f"the template `{template.name}` makes a link or a device: {path}")
