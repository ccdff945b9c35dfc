"""A condition on another template's name: nobody can tell then what a template does without knowing all others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jinja2 import nodes

from quickship.checks.subject import Finding, Subject
from quickship.checks.syntax import Piece

CONDITIONAL = (nodes.If, nodes.CondExpr, nodes.For)


def check(subject: Subject, pieces: Iterable[Piece]) -> Iterator[Finding]:
    """Tests and conditions that hold the name of another template."""
    if subject.plain:
        return
    names = {one.name for one in subject.others} - {subject.template.name, "base"}
    for piece in pieces:
        tests: Iterable[nodes.If | nodes.CondExpr | nodes.For] = piece.tree.find_all(CONDITIONAL)
        for node in tests:
            for text in node.test.find_all(nodes.Const) if node.test else ():
                if text.value in names:
                    fix = f"let `{text.value}` contribute what it needs, and write that"
                    message = f"a condition on another template, `{text.value}`"
                    yield Finding(piece.file, piece.line or text.lineno, message, fix)
