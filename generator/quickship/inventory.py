"""What a template of others holds, for a person to look at before they trust it; nothing is run or rendered.

The list of what reaches out is a help to read by, not a proof: code can hide what it does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quickship.templates import MANIFEST, files

HOOKS = {"pre_prompt", "pre_gen_project", "post_gen_project"}
CODE = re.compile(
    r"\b(subprocess|popen|system|exec\w*|eval|spawn\w*|urllib|urlopen|requests|httpx|socket|ssl|ftplib|smtplib|environ"
    r"|getenv|rmtree|unlink|expanduser|curl|wget|ssh|scp|sudo|nc|pip|uv|npm|npx|git|docker|rm)\b"
)
# How an expression leaves the data it was given: attributes that every object has, and Jinja's own objects.
EXPRESSION = re.compile(r"__\w+__|\b(lipsum|cycler|joiner|namespace|self|popen|system|environ|import|include|mro)\b")
BLOCK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
MOST_SHOWN = 40


@dataclass(frozen=True)
class Inventory:
    """Paths below the template; `reaches` are lines that name what reaches beyond it."""

    files: tuple[str, ...]
    size: int
    hooks: tuple[str, ...]
    extensions: tuple[str, ...]
    reaches: tuple[str, ...]


def look(root: Path) -> Inventory:
    """Lists a template's files, hooks and extensions, and the lines by which it may reach beyond its folder."""
    found = list(files(root))
    plain = [file for file in found if not file.is_symlink()]
    return Inventory(
        files=tuple(file.relative_to(root).as_posix() for file in found),
        size=sum(file.stat().st_size for file in plain),
        hooks=tuple(hooks(root)),
        extensions=tuple(_extensions(plain)),
        reaches=tuple(line for file in plain for line in _reaches(file, root)),
    )


def hooks(root: Path) -> list[str]:
    """The scripts that cookiecutter would run."""
    return [file.relative_to(root).as_posix() for file in files(root) if is_hook(file)]


def is_hook(file: Path) -> bool:
    """Is this a script that cookiecutter runs?"""
    return file.parent.name == "hooks" and file.stem in HOOKS and not file.name.endswith("~")


def _extensions(found: list[Path]) -> Iterator[str]:
    for file in found:
        if file.name != MANIFEST:
            continue
        try:
            context: Any = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            continue
        named = context.get("_extensions", []) if isinstance(context, dict) else []
        yield from map(str, named if isinstance(named, list) else [named])


def _reaches(file: Path, root: Path) -> Iterator[str]:
    text = file.read_bytes().decode("utf-8", "replace")
    if "\0" in text:
        return
    path = file.relative_to(root).as_posix()
    runs = is_hook(file) or (file.suffix == ".py" and "{{" not in path)
    numbers = _lines(CODE, text) if runs else set()
    numbers |= {_line(text, block.start()) for block in BLOCK.finditer(text) if EXPRESSION.search(block[0])}
    if file.name == MANIFEST and "_jinja2_env_vars" in text:
        numbers.add(_line(text, text.index("_jinja2_env_vars")))
    lines = text.splitlines()
    for number in sorted(numbers):
        yield f"{path}:{number}: {lines[number - 1].strip()[:100]}"


def _lines(pattern: re.Pattern[str], text: str) -> set[int]:
    return {_line(text, found.start()) for found in pattern.finditer(text)}


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
