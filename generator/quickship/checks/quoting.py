"""A person's words must pass a filter made for the file they enter; else they end its quotes, or worse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from jinja2 import nodes

from quickship.checks.subject import Finding, Subject
from quickship.checks.syntax import Piece
from quickship.checks.variables import key
from quickship.quoting import FILTERS

QUOTING = set(FILTERS)
COUNTING = {"length", "count", "int", "float", "round", "wordcount"}
CHOSEN = {"slug", "language", "app", "hue", "choose"}  # parts of the product that are no free text
WITHOUT_SYNTAX = {".txt", ".text", ""}
BY_FILE = {".md": "markdown", ".sh": "shell", ".csv": "csv", ".json": "json", ".jsonl": "json"}


def check(subject: Subject, pieces: Iterable[Piece]) -> Iterator[Finding]:
    """Every expression of a file's text that puts a person's words there as they are."""
    if subject.plain:
        return
    free = {name for name, value in subject.context.items() if _is_free(name, value)} | {"_product", "_cookiecutter"}
    for piece in pieces:
        suffix = PurePosixPath(piece.file).suffix
        if not piece.is_body or (suffix in WITHOUT_SYNTAX and "Makefile" not in piece.file):
            continue
        free_here = free if suffix == ".toml" else free | {"_product_toml"}
        for line in _Words(free_here).unquoted(piece.tree):
            fix = f"pass it through `| {BY_FILE.get(suffix, 'quoted')}` of quickship.quoting.Quoting"
            yield Finding(piece.file, line, "a person's words enter the file as they are", fix)


def _is_free(name: str, value: object) -> bool:
    rendered = name.startswith("__") and name != "__prompts__"
    return rendered or (not name.startswith("_") and name != "slug" and isinstance(value, str | dict | int | float)
                        and not isinstance(value, bool))  # fmt: skip


class _Words:
    """Follows a person's words through loops and assignments of one file."""

    def __init__(self, free: set[str]) -> None:
        self._free = free
        self._names: set[str] = set()

    def unquoted(self, node: nodes.Node) -> Iterator[int]:
        """The lines on which words are put out without a filter."""
        if isinstance(node, nodes.For) and self._are_words(node.iter):
            self._take(node.target)
        if isinstance(node, nodes.Assign) and self._are_words(node.node):
            self._take(node.target)
        if isinstance(node, nodes.Macro):
            for argument in node.args:
                self._take(argument)
        if isinstance(node, nodes.Output):
            yield from (each.lineno for each in node.nodes if self._are_words(each))
            return
        for child in node.iter_child_nodes():
            yield from self.unquoted(child)

    def _take(self, target: nodes.Node) -> None:
        self._names |= {name.name for name in (target, *target.find_all(nodes.Name)) if isinstance(name, nodes.Name)}

    def _are_words(self, node: nodes.Node) -> bool:
        if _is_safe(node):
            return False
        if isinstance(node, nodes.Name):
            return node.name in self._names
        if isinstance(node, nodes.CondExpr):
            return self._are_words(node.expr1) or bool(node.expr2 and self._are_words(node.expr2))
        if variable := key(node):
            return variable in self._free
        return any(self._are_words(child) for child in node.iter_child_nodes())


def _is_safe(node: nodes.Node) -> bool:
    """Can this hold no words, or only words that a filter has made fit?"""
    if isinstance(node, nodes.Filter):
        return node.name in QUOTING | COUNTING
    if isinstance(node, nodes.Getattr):
        return key(node.node) == "_product" and node.attr in CHOSEN
    return isinstance(node, nodes.TemplateData | nodes.Const | nodes.Compare | nodes.Test | nodes.Not)
