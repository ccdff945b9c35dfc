"""What changed in the built-in templates of a project since the quickship that it was made with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quickship.project import Recorded
from quickship.templates import BUILT_IN, NOTES
from quickship.types import Stack, Template

SECTION = re.compile(r"^## +\[?(?P<version>[^\s\]]+)\]?.*\n", re.MULTILINE)
POINT = re.compile(r"^- (?P<text>.*(?:\n  .*)*)", re.MULTILINE)


@dataclass(frozen=True)
class Note:
    """One change of behaviour, in a sentence, of a template since a version."""

    template: str
    version: str
    text: str


def news(recorded: Recorded, stack: Stack) -> tuple[Note, ...]:
    """What the templates that are others than those recorded say has changed since."""
    before = {row.name: row.digest for row in recorded.rows}
    changed = [one for one in stack.templates if before.get(one.name, one.digest) != one.digest]
    return tuple(note for one in changed if one.source == BUILT_IN for note in _since(one, recorded.version))


def parts(version: str) -> tuple[int, ...]:
    """A version's numbers, to be compared."""
    return tuple(int(number) for number in re.findall(r"\d+", version))


def _since(template: Template, version: str) -> Iterator[Note]:
    """The notes of later versions; those of the next one stand under `Unreleased`, and no number is later."""
    file = template.path / NOTES
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    _, *sections = SECTION.split(text)
    for name, body in zip(sections[::2], sections[1::2], strict=True):
        if not parts(name) or parts(name) > parts(version):
            for point in POINT.finditer(body):
                yield Note(template.name, name, " ".join(point["text"].split()))
