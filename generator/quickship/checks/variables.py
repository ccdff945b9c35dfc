"""Variables that are used and not there, and those that are there and not used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jinja2 import meta, nodes

from quickship.checks.subject import Finding, Subject
from quickship.checks.syntax import Piece
from quickship.context import as_data
from quickship.product import suggestion
from quickship.stack import contributions
from quickship.types import Product

GLOBALS = {"cookiecutter", "_cookiecutter", "range", "dict", "lipsum", "cycler", "joiner", "namespace",
           "random_ascii_string", "uuid4"}  # fmt: skip
BY_COOKIECUTTER = {"_template", "_output_dir", "_repo_dir", "_checkout"}
BY_QUICKSHIP = {
    "_product": set(as_data(Product())),
    "_product_toml": set(),
    "_contributed": set(contributions([], "en")),
}
RESERVED = {"slug", "_copy_without_render", "_extensions", "_jinja2_env_vars", "_new_lines", "_quickship",
            "__prompts__", "template", "templates"}  # fmt: skip
OF_DICTS = set(dir(dict))


def check(subject: Subject, pieces: Iterable[Piece]) -> Iterator[Finding]:
    """Names that nothing defines, in each piece; then the variables of cookiecutter.json that no piece names."""
    pieces = list(pieces)
    supplied = set() if subject.plain else set(BY_QUICKSHIP)
    known = {*subject.context, *supplied, *BY_COOKIECUTTER}
    used: set[str] = set()
    for piece in pieces:
        for key, line in _named(piece.tree):
            used.add(key)
            if key not in known | OF_DICTS:
                yield Finding(piece.file, piece.line or line, f"`cookiecutter.{key}` is not defined", _fix(key, known))
        yield from _unknown_names(piece)
        if not subject.plain:
            yield from _unknown_parts(piece)
    if not any(_is_whole(piece.tree) for piece in pieces):
        for key in subject.context:
            if key not in used | RESERVED | set(BY_QUICKSHIP):
                yield subject.said(f"`{key}` is not used", "take it out of cookiecutter.json", key)


def _fix(key: str, known: Iterable[str]) -> str:
    return f"add it to cookiecutter.json, or {suggestion(key, known)}"


def _unknown_names(piece: Piece) -> Iterator[Finding]:
    undeclared = meta.find_undeclared_variables(piece.tree) - GLOBALS
    for name in piece.tree.find_all(nodes.Name):
        if name.name in undeclared and name.ctx == "load":
            undeclared.discard(name.name)
            fix = f"say `cookiecutter.{name.name}`, or set it before"
            yield Finding(piece.file, piece.line or name.lineno, f"`{name.name}` is not defined", fix)


def _unknown_parts(piece: Piece) -> Iterator[Finding]:
    """`cookiecutter._product.nmae`: what quickship supplies has fixed keys."""
    parts: Iterable[nodes.Getattr | nodes.Getitem] = piece.tree.find_all((nodes.Getattr, nodes.Getitem))
    for node in parts:
        owner, part = key(node.node), _last(node)
        if owner in BY_QUICKSHIP and part and part not in BY_QUICKSHIP[owner] | OF_DICTS and BY_QUICKSHIP[owner]:
            fix = suggestion(part, sorted(BY_QUICKSHIP[owner]))
            yield Finding(piece.file, piece.line or node.lineno, f"`{owner}` has no `{part}`", fix)


def _named(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    for node in tree.find_all((nodes.Getattr, nodes.Getitem)):
        if name := key(node):
            yield name, node.lineno


def key(node: nodes.Node) -> str:
    """The variable that `cookiecutter.x` or `cookiecutter["x"]` names, "" for any other expression."""
    if isinstance(node, nodes.Getattr | nodes.Getitem) and _is_cookiecutter(node.node):
        return _last(node)
    return ""


def _last(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return node.attr
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return str(node.arg.value)
    return ""


def _is_cookiecutter(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "cookiecutter"


def _is_whole(tree: nodes.Template) -> bool:
    """Does it use the context as a whole, or by a name that is computed? Then each variable may be meant."""
    alone = sum(_is_cookiecutter(node) for node in tree.find_all(nodes.Name))
    return alone > sum(1 for _ in _named(tree))
