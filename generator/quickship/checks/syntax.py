"""The Jinja of a template as trees: parsed by its own delimiters, with no extension of others loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

from quickship.checks.subject import Finding, Subject
from quickship.templates import MANIFEST

SAFE_EXTENSIONS = ("jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n")
DELIMITERS = (
    "block_start_string", "block_end_string", "variable_start_string", "variable_end_string",
    "comment_start_string", "comment_end_string", "line_statement_prefix", "line_comment_prefix",
)  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """A piece of text that cookiecutter renders: where it stands, what it is, and its tree."""

    file: str
    line: int
    is_body: bool
    tree: nodes.Template


def pieces(subject: Subject) -> tuple[list[Piece], list[Finding]]:
    """Everything of the template that is rendered, and what of it cannot be parsed."""
    environment = _environment(subject.context)
    found, faults = [], []
    for file, line, text, is_body in _texts(subject):
        try:
            found.append(Piece(file, line, is_body, environment.parse(text)))
        except TemplateSyntaxError as error:
            if not _may_be_an_extensions(subject, str(error)):
                faults.append(Finding(file, line or error.lineno, f"not valid Jinja: {error}", "mend it"))
    return found, faults


def _texts(subject: Subject) -> Iterator[tuple[str, int, str, bool]]:
    """File, line (0: as the tree says), text, and whether it is the text of a file."""
    for file, text in subject.texts.items():
        yield file, 0, text, True
    for path, place in subject.paths.items():
        yield subject.place(place), 1, f"{subject.body.name}/{path}", False
    for key, value in subject.context.items():
        if not key.startswith("_") or key.startswith("__"):
            for text in _strings(value):
                yield MANIFEST, subject.line(key), text, False


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from (*_strings(key), *_strings(each))
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


class _Any(dict[str, Any]):
    """Filters or tests of which each name is one: those of extensions are not loaded, and nothing is called."""

    def get(self, key: str, default: Any = None) -> Any:
        return super().get(key, str)


def _environment(context: Mapping[str, Any]) -> Environment:
    said = context.get("_jinja2_env_vars", {})
    options = {key: said[key] for key in DELIMITERS if key in said}
    named = [name for name in _extensions(context) if name in SAFE_EXTENSIONS]
    environment = Environment(extensions=["cookiecutter.extensions.TimeExtension", *named], **options)
    environment.filters, environment.tests = _Any(environment.filters), _Any(environment.tests)
    return environment


def _extensions(context: Mapping[str, Any]) -> list[str]:
    named: list[str] = context.get("_extensions", [])
    return named


def _may_be_an_extensions(subject: Subject, message: str) -> bool:
    """A tag that is unknown here may be known to an extension that is not loaded."""
    return "unknown tag" in message and bool(_extensions(subject.context))
