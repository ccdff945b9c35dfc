"""product + names -> stack: which templates make one project, in which order, and what each contributes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from quickship import __version__, pins, templates
from quickship.errors import TemplateError
from quickship.product_file import with_scaffold
from quickship.types import Product, Stack, Template


def build(product: Product, product_toml: str, features: Iterable[str] = ()) -> Stack:
    """Orders base, parts, the app and the features (by name), and gathers their contributions."""
    base = templates.find("base", "base")
    app = templates.find(product.app, "app")
    chosen = _with_required([templates.find(name, "feature") for name in features])
    parts = _parts([app, *chosen])
    stack = (base, *parts, app, *chosen)
    _refuse_conflicts(stack)
    toml = with_scaffold(product_toml, __version__, stack)
    return Stack(product, toml, stack, contributions(stack, product.language))


def contributions(stack: Sequence[Template], language: str) -> dict[str, Any]:
    """What the templates contribute to the files they share, gathered in stack order as plain data."""
    shares = [(template, template.manifest.get("contributes", {})) for template in stack]
    return {
        "dependencies": _sorted(line for _, share in shares for line in share.get("dependencies", [])),
        "groups": _groups(share.get("groups", {}) for _, share in shares),
        "pins": _pins(stack),
        "settings": _settings(shares),
        "services": _by_name(shares, "services"),
        "make": _by_name(shares, "make"),
        "readme": [text for template, share in shares if (text := _readme(template, share, language))],
    }


def _with_required(features: Sequence[Template]) -> list[Template]:
    found = {template.name: template for template in features}
    waiting = list(features)
    known = templates.names("feature")
    while waiting:
        for name in waiting.pop().manifest.get("requires", []):
            if name in known and name not in found:
                found[name] = templates.find(name, "feature")
                waiting.append(found[name])
    return [found[name] for name in sorted(found)]


def _parts(users: Sequence[Template]) -> list[Template]:
    """The parts that the templates require, each after the parts that it requires itself."""
    known = templates.names("part")
    ordered: dict[str, Template] = {}

    def add(template: Template) -> None:
        for name in template.manifest.get("requires", []):
            if name in known and name not in ordered:
                part = templates.find(name, "part")
                add(part)
                ordered[name] = part

    for user in users:
        add(user)
    return list(ordered.values())


def _refuse_conflicts(stack: Sequence[Template]) -> None:
    present = {template.name for template in stack}
    for template in stack:
        for name in template.manifest.get("conflicts", []):
            if name in present:
                raise TemplateError(f"`{template.name}` does not go with `{name}`", "leave one of them out")
        for name in template.manifest.get("requires", []):
            if name not in present:
                raise TemplateError(f"`{template.name}` requires `{name}`, which does not exist")


def _sorted(lines: Iterable[str]) -> list[str]:
    return sorted(set(lines), key=str.lower)


def _groups(shares: Iterable[Mapping[str, Sequence[str]]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for share in shares:
        for name, lines in share.items():
            groups[name] = _sorted([*groups.get(name, []), *lines])
    return dict(sorted(groups.items()))


def _pins(stack: Sequence[Template]) -> dict[str, str]:
    texts: dict[str, list[str]] = {}
    for template in stack:
        for file in sorted((template.path / "pins").glob("*.txt")):
            texts.setdefault(file.stem, []).append(file.read_text(encoding="utf-8"))
    return {group: pins.union(parts) for group, parts in sorted(texts.items())}


def _settings(shares: Sequence[tuple[Template, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    rows = [{"template": template.name, **row} for template, share in shares for row in share.get("settings", [])]
    owners: dict[str, str] = {}
    for row in rows:
        if row["name"] in owners:
            raise TemplateError(f"`{row['template']}` and `{owners[row['name']]}` both bring {row['name']}")
        owners[row["name"]] = row["template"]
    return rows


def _by_name(shares: Sequence[tuple[Template, Mapping[str, Any]]], key: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for template, share in shares:
        for name, value in share.get(key, {}).items():
            if name in merged:
                raise TemplateError(f"`{template.name}` contributes `{name}` to {key}, which is there already")
            merged[name] = value
    return merged


def _readme(template: Template, share: Mapping[str, Any], language: str) -> str:
    sections = share.get("readme", {})
    name = sections.get(language) or sections.get("en")
    return (template.path / name).read_text(encoding="utf-8").strip() if name else ""
