"""The template that is checked, the others that it may meet, and what is found wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from quickship.errors import TemplateError
from quickship.render import is_copied
from quickship.templates import MANIFEST, PLAIN, files
from quickship.types import Template


@dataclass(frozen=True)
class Finding:
    """A fault: the file, the line (0 where there is none), what is wrong and what to do."""

    file: str
    line: int
    message: str
    fix: str


@dataclass(frozen=True)
class Subject:
    """A template with the templates that a project may have beside it."""

    template: Template
    others: tuple[Template, ...]

    @property
    def plain(self) -> bool:
        return self.template.kind == PLAIN

    @property
    def context(self) -> Mapping[str, Any]:
        return self.template.context

    @cached_property
    def body(self) -> Path:
        """The folder that becomes the project, found as cookiecutter finds it."""
        start, end = self.signs("variable_start_string", "{{"), self.signs("variable_end_string", "}}")
        for folder in sorted(self.template.path.iterdir()):
            if folder.is_dir() and "cookiecutter" in folder.name and start in folder.name and end in folder.name:
                return folder
        raise TemplateError(
            f"`{self.template.name}` has no folder for the project", "make a folder {{cookiecutter.slug}} in it"
        )

    def signs(self, name: str, default: str) -> str:
        return str(self.context.get("_jinja2_env_vars", {}).get(name, default))

    @cached_property
    def paths(self) -> dict[str, Path]:
        """Every file of the body by its path in it, unrendered."""
        return {file.relative_to(self.body).as_posix(): file for file in files(self.body) if not file.is_symlink()}

    def is_copied(self, path: str) -> bool:
        return is_copied(path, self.context)

    @cached_property
    def texts(self) -> dict[str, str]:
        """The text of every file that cookiecutter renders, by its path in the template."""
        rendered = [file for path, file in self.paths.items() if not self.is_copied(path)]
        extra = [file for folder in ("hooks", "templates") for file in _below(self.template.path / folder)]
        found = {self.place(file): text(file) for file in (*rendered, *extra)}
        return {path: content for path, content in found.items() if content is not None}

    def place(self, file: Path) -> str:
        return file.relative_to(self.template.path).as_posix()

    @cached_property
    def manifest(self) -> str:
        return (self.template.path / MANIFEST).read_text(encoding="utf-8")

    def line(self, *keys: str) -> int:
        """The line of cookiecutter.json where these keys or texts stand, each looked for after the one before."""
        place = 0
        for key in keys:
            found = self.manifest.find(f'"{key}"', place)
            place = found if found >= 0 else place
        return self.manifest.count("\n", 0, place) + 1

    def said(self, message: str, fix: str, *keys: str) -> Finding:
        """A finding in cookiecutter.json."""
        return Finding(MANIFEST, self.line(*keys), message, fix)


def text(file: Path) -> str | None:
    """What a file says, or None where it is no text."""
    data = file.read_bytes()
    try:
        return None if b"\0" in data else data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _below(folder: Path) -> Iterator[Path]:
    return files(folder) if folder.is_dir() else iter(())
