"""What a template writes: paths that every system can hold, and that no other template writes, too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from quickship.checks.subject import Finding, Subject
from quickship.errors import VerifyError
from quickship.templates import PLAIN
from quickship.types import File, Template
from quickship.verify import check_paths

VARIABLE = re.compile(r"\{\{\s*cookiecutter\.(\w+)\s*\}\}")
ACTS_ON_GIT = {".gitignore", ".gitattributes"}


def check(subject: Subject) -> Iterator[Finding]:
    """Faults of the template's own paths, then what it and another that it may meet both bring."""
    written = paths(subject)
    yield from _own(subject, written)
    if subject.plain:
        return
    for other in subject.others:
        if _may_meet(subject.template, other):
            yield from _both_write(subject, written, other)
            yield from _both_contribute(subject, other)


def paths(subject: Subject) -> dict[str, str]:
    """The paths that are written, each with the file that it comes from; a variable stands for its default."""
    return {_filled(path, subject.context): subject.place(file) for path, file in subject.paths.items()}


def _filled(path: str, context: Mapping[str, Any]) -> str:
    def value(found: re.Match[str]) -> str:
        said = context.get(found[1], found[0])
        return said if isinstance(said, str) and "{" not in said else found[0]

    return VARIABLE.sub(value, path)


def _own(subject: Subject, written: Mapping[str, str]) -> Iterator[Finding]:
    seen: dict[str, File] = {}
    for path, place in written.items():
        seen[path] = File(b"", False, "")
        try:
            check_paths(seen)
        except VerifyError as fault:
            del seen[path]
            yield Finding(place, 1, fault.message, "choose another name")
    if subject.plain:
        return
    for path, place in written.items():
        if "{{" in path or "{%" in path:
            yield Finding(
                place, 1, "a path that depends on an answer", "fixed paths alone can be laid over one another"
            )
        if place.rpartition("/")[2] in ACTS_ON_GIT:
            fix = 'call it {{cookiecutter._dot}}gitignore, with "_dot": "."'
            yield Finding(place, 1, "it acts on the repository that the template lies in", fix)


def _may_meet(template: Template, other: Template) -> bool:
    if other.kind == PLAIN or (template.kind == other.kind and template.kind in ("app", "base", "domain")):
        return False
    conflicts = {*template.manifest.get("conflicts", []), *other.manifest.get("conflicts", [])}
    return not conflicts & {template.name, other.name}


def _both_write(subject: Subject, written: Mapping[str, str], other: Template) -> Iterator[Finding]:
    replaced = {*subject.template.manifest.get("replaces", []), *other.manifest.get("replaces", [])}
    theirs = {path.casefold(): path for path in paths(Subject(other, ()))}
    for path, place in written.items():
        if path.casefold() in theirs and path not in replaced:
            fix = "contribute to it, write another path, or declare it under `replaces`"
            yield Finding(place, 1, f"`{other.name}` writes {theirs[path.casefold()]}, too", fix)


def _both_contribute(subject: Subject, other: Template) -> Iterator[Finding]:
    mine, theirs = subject.template.contributes, other.contributes
    for key in ("make", "services", "jobs"):
        for name in sorted(set(mine.get(key, {})) & set(theirs.get(key, {}))):
            yield subject.said(f"`{other.name}` contributes `{name}` to {key}, too", "choose another name", key, name)
    for name in sorted(_settings(mine) & _settings(theirs)):
        yield subject.said(f"`{other.name}` brings the setting {name}, too", "choose another name", "settings", name)


def _settings(share: Mapping[str, Any]) -> set[str]:
    return {row["name"] for row in share.get("settings", [])}
