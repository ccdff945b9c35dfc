"""Is what a template says of itself, under `_quickship`, known and of the right type?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from quickship.checks.subject import Finding, Subject
from quickship.product import suggestion
from quickship.templates import FOLDERS

SETTING = re.compile(r"[A-Z][A-Z0-9_]*")
TARGET = re.compile(r"[a-z][a-z0-9-]*")
GROUP = re.compile(r"[a-z][a-z0-9-]*")
PACKAGE = re.compile(r"[a-z0-9][a-z0-9+.-]+")


Table = Mapping[str, Any]
Forms = dict[str, tuple[Callable[[Any], bool], str]]


def forms(subject: Subject) -> Iterator[Finding]:
    """Every key whose value has another form than it must have: nothing else can be read from such a template."""
    for table, known, above in _tables(subject):
        for key, value in table.items():
            if key in known and not known[key][0](value):
                yield subject.said(f"`{key}` has the wrong form", f"write {known[key][1]}", *above, key)


def check(subject: Subject) -> Iterator[Finding]:
    """What is unknown, missing, or names what is not there."""
    if subject.plain:
        return
    if not subject.template.manifest.get("summary"):
        yield subject.said("the template has no `summary`", "say in one line what it brings", "_quickship")
    for table, known, above in _tables(subject)[1:]:
        for key in set(table) - set(known):
            yield subject.said(f"`{key}` is not known", suggestion(key, known), *above, key)
    yield from _missing(subject)
    yield from _unpinned(subject)


def _tables(subject: Subject) -> list[tuple[Table, Forms, tuple[str, ...]]]:
    """The tables of cookiecutter.json, the keys that each may hold, and where it stands."""
    return [
        (subject.context, COOKIECUTTER_KEYS, ()),
        (subject.template.manifest, MANIFEST_KEYS, ("_quickship",)),
        (subject.template.contributes, CONTRIBUTES_KEYS, ("_quickship", "contributes")),
    ]


def _missing(subject: Subject) -> Iterator[Finding]:
    """Names of templates and files that are not there."""
    manifest, names = subject.template.manifest, {one.name for one in subject.others}
    for name in manifest.get("requires", []):
        if name not in names:
            yield subject.said(f"it requires `{name}`, which does not exist", suggestion(name, names), "requires", name)
    for path in manifest.get("replaces", []):
        if path not in subject.paths:
            yield subject.said(f"it replaces {path}, which it does not write", "take it out", "replaces", path)
    readme = subject.template.contributes.get("readme", {})
    for name in readme.values():
        if not (subject.template.path / name).is_file():
            yield subject.said(f"there is no {name}", "write the file, or take it out", "readme", name)
    if readme and "en" not in readme:
        yield subject.said(
            "the readme has no English", "add a file under `en`: other languages fall back to it", "readme"
        )


def _unpinned(subject: Subject) -> Iterator[Finding]:
    """A project installs only what is pinned with hashes."""
    share = subject.template.contributes
    groups = {"main": share.get("dependencies", []), **share.get("groups", {})}
    for group, lines in groups.items():
        if lines and not (subject.template.path / "pins" / f"{group}.txt").is_file():
            fix = f"write pins/{group}.txt: docs/templates.md says how"
            yield subject.said(f"what it depends on is not pinned: {group}", fix, "contributes")


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


def _is_jobs(value: Any) -> bool:
    return isinstance(value, dict) and all(TARGET.fullmatch(key) and _is_job(row) for key, row in value.items())


def _is_job(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and set(row) <= {"run", "minutes", "env", "services", "keep"}
        and bool(row.get("run"))
        and _is_texts(row["run"])
        and isinstance(row.get("minutes", 0), int)
        and all(isinstance(row.get(key, {}), dict) for key in ("env", "services"))
        and _is_line(row.get("keep", ""))
    )


def _is_files(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _is_defaults(value: Any) -> bool:
    return isinstance(value, dict) and all(SETTING.fullmatch(key) and _is_line(one) for key, one in value.items())


def _is_table(value: Any) -> bool:
    return isinstance(value, dict)


def _is_debian(value: Any) -> bool:
    return _is_texts(value) and all(PACKAGE.fullmatch(one) for one in value)


NAMES = (_is_texts, "a list of texts")
COOKIECUTTER_KEYS: Forms = {
    "_copy_without_render": NAMES,
    "_extensions": NAMES,
    "_jinja2_env_vars": (_is_table, "an object"),
}
MANIFEST_KEYS: Forms = {
    "kind": (lambda value: value in FOLDERS.values(), f"one of {', '.join(FOLDERS.values())}"),
    "summary": (_is_line, "one line of text"),
    "requires": NAMES,
    "conflicts": NAMES,
    "replaces": NAMES,
    "documents": (_is_line, "the folder that documents are laid out in"),
    "contributes": (_is_table, "an object"),
}
CONTRIBUTES_KEYS: Forms = {
    "dependencies": NAMES,
    "groups": (_is_groups, 'an object of lists, such as {"dev": ["pytest>=9"]}'),
    "settings": (_is_settings, 'rows of {"name": "LIKE_THIS", "default": "text", "help": {"en": ..., "vi": ...}}'),
    "defaults": (_is_defaults, 'an object of settings of other templates, such as {"LLM_PRIVATE": "true"}'),
    "services": (_is_table, "an object of compose services"),
    "image": NAMES,
    "debian": (_is_debian, "a list of names of Debian packages"),
    "jobs": (_is_jobs, 'an object such as {"name": {"run": ["make test"], "minutes": 10, "services": {...}}}'),
    "make": (_is_make, 'an object such as {"target": {"run": "one line", "help": {"en": ...}, "needs": ["setup"]}}'),
    "product": (_is_files, 'an object of file names by language, such as {"en": "product.en.toml"}'),
    "readme": (_is_files, 'an object of file names by language, such as {"en": "readme.en.md"}'),
}
