"""`quickship templates check`: every fault of a template that can be found, each with its line and what to do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

from quickship import __version__, console, console_templates, places, templates, terms
from quickship.checks import conditions, domain, manifest, projects, quoting, sharing, syntax, texts, variables
from quickship.checks.projects import Project
from quickship.checks.subject import Finding, Subject
from quickship.errors import TemplateError
from quickship.resolve import look, resolve
from quickship.staging import Staging
from quickship.types import Template


def run(path: str, quick: bool, trust: bool, as_json: bool) -> int:
    """Prints every finding; 1 where there is one. With `quick` nothing is rendered, so no trust is needed."""
    asks = not as_json and sys.stdin.isatty() and sys.stderr.isatty()
    made: list[Project] = []
    with Staging() as staging:
        template = _template(path, staging, quick, trust, asks)
        subject = Subject(template, others(template))
        found = list(inspect(subject))
        if not quick:
            found += projects.check(subject, staging, lambda project: _told(project, made, as_json))
    if as_json:
        rows = {"findings": [asdict(each) for each in found], "projects": [asdict(each) for each in made]}
        console.document({"quickship": __version__, "template": template.name, **rows})
    else:
        for finding in found:
            console_templates.finding(finding.file, finding.line, finding.message, finding.fix)
        console.say(f"{template.name}: {len(found)} found" if found else f"{template.name}: nothing found")
    return int(bool(found))


def inspect(subject: Subject) -> Iterator[Finding]:
    """What reading the template tells, without rendering or running anything of it."""
    if malformed := list(manifest.forms(subject)):
        yield from malformed
        return
    try:
        pieces, faults = syntax.pieces(subject)
    except TemplateError as fault:
        yield Finding(subject.template.name, 0, fault.message, fault.hint)
        return
    yield from manifest.check(subject)
    yield from domain.check(subject)
    yield from faults
    yield from variables.check(subject, pieces)
    yield from quoting.check(subject, pieces)
    yield from conditions.check(subject, pieces)
    yield from texts.check(subject)
    yield from sharing.check(subject)


def others(template: Template) -> tuple[Template, ...]:
    """The templates that a project may have beside this one: built in, but for the one whose place it takes."""
    known = [templates.read(path) for path in templates.builtin().values()]
    return tuple(one for one in known if (one.name, one.kind) != (template.name, template.kind))


def _template(path: str, staging: Staging, quick: bool, trust: bool, asks: bool) -> Template:
    built_in = templates.builtin()
    if path in built_in:
        return templates.read(built_in[path])
    folder = Path(path).expanduser()
    if not folder.is_dir() and not (places.templates() / path).is_dir():
        raise TemplateError(f"there is no template at {path}", "name its folder, or a built-in template")
    found = look(path, staging, offline=True)[0] if quick else resolve(path, staging, terms.terms(trust, asks, True))
    return replace(found, name=folder.resolve().name)


def _told(project: Project, made: list[Project], as_json: bool) -> None:
    made.append(project)
    if not as_json:
        console.say(f"{' + '.join(project.names) or 'alone'} ({project.language}): {project.outcome}")
