"""What stands in a template's files: code that is rendered, Jinja that is not, and secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from quickship.checks.subject import Finding, Subject, text
from quickship.templates import files
from quickship.verify import SECRET, holds_secret

CODE = {".py", ".js", ".css"}
# An f-string with doubled braces in it: Jinja reads them as its own.
F_STRING = re.compile(r"""\b(?:[fF][rR]?|[rR][fF])(?P<quote>\"{3}|'{3}|"|')(?:(?!(?P=quote)).)*?\{\{""")
FORGOTTEN = re.compile(r"\{\{-?\s*cookiecutter\b|\{%.*\bcookiecutter\b")


def check(subject: Subject) -> Iterator[Finding]:
    """Code that is rendered, Jinja in what is copied, and what looks like a secret, anywhere."""
    for path, file in subject.paths.items():
        content = text(file)
        if content is None:
            continue
        if subject.is_copied(path):
            yield from _forgotten(subject.place(file), content)
        elif PurePosixPath(path).suffix in CODE:
            yield from _rendered(subject, subject.place(file), content)
    for file in files(subject.template.path):
        if not file.is_symlink() and holds_secret(file.read_bytes()):
            yield _secret(subject.place(file), file.read_bytes())


def _forgotten(place: str, content: str) -> Iterator[Finding]:
    for number, line in enumerate(content.splitlines(), 1):
        if FORGOTTEN.search(line):
            yield Finding(place, number, "Jinja in a file that is copied as it is", "render the file, or take it out")


def _rendered(subject: Subject, place: str, content: str) -> Iterator[Finding]:
    if place.endswith(".py"):
        for number, line in enumerate(content.splitlines(), 1):
            if F_STRING.search(line):
                fix = "build the text another way, or copy the file without rendering"
                yield Finding(place, number, "Jinja inside an f-string, where braces mean both", fix)
    if not subject.plain:
        fix = "name it under `_copy_without_render`, and keep what a person said in data"
        yield Finding(place, 1, "code that is rendered", fix)


def _secret(place: str, data: bytes) -> Finding:
    found = SECRET.search(data)
    line = data.count(b"\n", 0, found.start()) + 1 if found else 0
    return Finding(place, line, "what looks like a secret key", "revoke it, and take it out of the history, too")
