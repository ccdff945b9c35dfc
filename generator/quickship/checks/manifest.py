"""Is what a template says of itself, under `_quickship`, known and of the right type?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from quickship.checks.subject import Finding, Subject
from quickship.product import suggestion
from quickship.templates import FOLDERS

SETTING = re.compile(r"[A-Z][A-Z0-9_]*")
TARGET = re.compile(r"[a-z][a-z0-9-]*")
GROUP = re.compile(r"[a-z][a-z0-9-]*")


def check(subject: Subject) -> Iterator[Finding]:
    """Every key that is unknown, missing or of another type than it must be."""
    if subject.plain:
        return
    manifest = subject.template.manifest
    if not manifest.get("summary"):
        yield subject.said("the template has no `summary`", "say in one line what it brings", "_quickship")
    yield from _keys(subject, manifest, MANIFEST_KEYS, "_quickship")
    contributes = manifest.get("contributes", {})
    if isinstance(contributes, dict):
        yield from _keys(subject, contributes, CONTRIBUTES_KEYS, "_quickship", "contributes")
    yield from _missing(subject)
    yield from _unpinned(subject)


def _keys(
    subject: Subject, table: Any, known: dict[str, tuple[Callable[[Any], bool], str]], *above: str
) -> Iterator[Finding]:
    for key, value in table.items():
        if key not in known:
            yield subject.said(f"`{key}` is not known", suggestion(key, known), *above, key)
        elif not known[key][0](value):
            yield subject.said(f"`{key}` has the wrong form", f"write {known[key][1]}", *above, key)


def _missing(subject: Subject) -> Iterator[Finding]:
    """Names of templates and files that are not there."""
    manifest, names = subject.template.manifest, {one.name for one in subject.others}
    for name in _texts(manifest.get("requires", [])):
        if name not in names:
            yield subject.said(f"it requires `{name}`, which does not exist", suggestion(name, names), "requires", name)
    for path in _texts(manifest.get("replaces", [])):
        if path not in subject.paths:
            yield subject.said(f"it replaces {path}, which it does not write", "take it out", "replaces", path)
    readme = subject.template.contributes.get("readme", {})
    for name in readme.values() if isinstance(readme, dict) else ():
        if not (subject.template.path / str(name)).is_file():
            yield subject.said(f"there is no {name}", "write the file, or take it out", "readme", str(name))
    if isinstance(readme, dict) and readme and "en" not in readme:
        yield subject.said(
            "the readme has no English", "add a file under `en`: other languages fall back to it", "readme"
        )


def _unpinned(subject: Subject) -> Iterator[Finding]:
    """A project installs only what is pinned with hashes."""
    share = subject.template.contributes
    groups = {"main": share.get("dependencies", []), **(share.get("groups") or {})}
    for group, lines in groups.items():
        if lines and not (subject.template.path / "pins" / f"{group}.txt").is_file():
            fix = f"write pins/{group}.txt: docs/templates.md says how"
            yield subject.said(f"what it depends on is not pinned: {group}", fix, "contributes")


def _texts(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one for one in value)


def _is_words(value: Any) -> bool:
    """Text by language, with English among them."""
    return isinstance(value, dict) and "en" in value and all(isinstance(one, str) for one in value.values())


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and "\n" not in value


def _is_groups(value: Any) -> bool:
    return isinstance(value, dict) and all(GROUP.fullmatch(key) and _is_texts(one) for key, one in value.items())


def _is_settings(value: Any) -> bool:
    return isinstance(value, list) and all(_is_setting(row) for row in value)


def _is_setting(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and set(row) == {"name", "default", "help"}
        and isinstance(row["name"], str)
        and bool(SETTING.fullmatch(row["name"]))
        and isinstance(row["default"], str)
        and _is_words(row["help"])
    )


def _is_make(value: Any) -> bool:
    return isinstance(value, dict) and all(TARGET.fullmatch(key) and _is_target(row) for key, row in value.items())


def _is_target(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and set(row) <= {"help", "run", "needs"}
        and _is_words(row.get("help"))
        and _is_line(row.get("run"))
        and _is_texts(row.get("needs", []))
    )


def _is_files(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _is_table(value: Any) -> bool:
    return isinstance(value, dict)


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


NAMES = (_is_texts, "a list of texts")
MANIFEST_KEYS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "kind": (lambda value: value in FOLDERS.values(), f"one of {', '.join(FOLDERS.values())}"),
    "summary": (_is_line, "one line of text"),
    "requires": NAMES,
    "conflicts": NAMES,
    "replaces": NAMES,
    "contributes": (_is_table, "an object"),
}
CONTRIBUTES_KEYS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "dependencies": NAMES,
    "groups": (_is_groups, 'an object of lists, such as {"dev": ["pytest>=9"]}'),
    "settings": (_is_settings, 'rows of {"name": "LIKE_THIS", "default": "text", "help": {"en": ..., "vi": ...}}'),
    "services": (_is_table, "an object of compose services"),
    "jobs": (_is_rows, "a list of objects"),
    "make": (_is_make, 'an object such as {"target": {"run": "one line", "help": {"en": ...}, "needs": ["setup"]}}'),
    "readme": (_is_files, 'an object of file names by language, such as {"en": "readme.en.md"}'),
    "words": (_is_table, "an object"),
}
