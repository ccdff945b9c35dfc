"""product + names -> stack: which templates make one project, in which order, and what each contributes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from quickship import __version__, domains, pins, templates
from quickship.errors import TemplateError
from quickship.product_file import with_scaffold
from quickship.templates import PLAIN
from quickship.types import Product, Stack, Template


def build(product: Product, product_toml: str, features: Iterable[str] = (), own: Sequence[Template] = ()) -> Stack:
    """Orders base, parts, the app, the domain, the features (by name) and the person's own (as they were named).

    One of the person's own that has the kind and the name of another stands in its place.
    """
    shelf = _Shelf(own)
    base = shelf.only("base") or shelf.find("base", "base")
    app = shelf.only("app") or shelf.find(product.app, "app")
    domain = shelf.only("domain") or domains.find(product.domain)
    chosen = [*([domain] if domain else []), *shelf.chosen(features)]
    return _stacked(product, product_toml, (base, *shelf.parts([app, *chosen]), app, *chosen))


def over(
    plain: Template, product: Product, product_toml: str, features: Iterable[str], own: Sequence[Template]
) -> Stack:
    """Lays features and the person's own over a plain cookiecutter template, which stands alone: no base, no parts."""
    shelf = _Shelf(own)
    chosen = shelf.chosen(features)
    for template in (*own, *shelf.parts(chosen)):
        if template.kind not in ("feature", PLAIN):
            raise TemplateError(f"`{template.name}`, of kind {template.kind}, needs quickship's base under it")
    return _stacked(product, product_toml, (plain, *chosen))


def _stacked(product: Product, product_toml: str, stack: tuple[Template, ...]) -> Stack:
    names = [template.name for template in stack]
    for name in names:
        if names.count(name) > 1:
            raise TemplateError(f"two templates are called `{name}`", "rename the folder of one of them")
    _refuse_conflicts(stack)
    toml = with_scaffold(product_toml, __version__, stack)
    return Stack(product, toml, stack, contributions(stack, product.language))


class _Shelf:
    """What a stack is chosen from: the person's own templates, then the built-in ones."""

    def __init__(self, own: Sequence[Template]) -> None:
        self._own = own

    def only(self, kind: str) -> Template | None:
        found = [template for template in self._own if template.kind == kind]
        if len(found) > 1:
            raise TemplateError(f"a project has one template of kind {kind}", f"leave out `{found[1].name}`")
        return found[0] if found else None

    def find(self, name: str, kind: str) -> Template:
        return self._mine(name, kind) or templates.find(name, kind)

    def has(self, name: str, kind: str) -> bool:
        return self._mine(name, kind) is not None or name in templates.names(kind)

    def _mine(self, name: str, kind: str) -> Template | None:
        return next((one for one in self._own if (one.name, one.kind) == (name, kind)), None)

    def chosen(self, features: Iterable[str]) -> list[Template]:
        """Features with those that they require, by name, then the person's own."""
        found = {name: self.find(name, "feature") for name in features}
        found |= {one.name: one for one in self._own if one.kind == "feature"}
        waiting = list(found.values())
        while waiting:
            for name in waiting.pop().manifest.get("requires", []):
                if name not in found and self.has(name, "feature"):
                    found[name] = self.find(name, "feature")
                    waiting.append(found[name])
        built_in = [found[name] for name in sorted(found) if found[name] not in self._own]
        return [*built_in, *(one for one in self._own if one.kind in ("feature", PLAIN))]

    def parts(self, users: Sequence[Template]) -> list[Template]:
        """The parts that the templates require, each after the parts that it requires itself; then the person's own."""
        ordered: dict[str, Template] = {}

        def add(template: Template) -> None:
            for name in template.manifest.get("requires", []):
                if name not in ordered and self.has(name, "part"):
                    part = self.find(name, "part")
                    add(part)
                    ordered[name] = part

        for user in users:
            add(user)
        own = {one.name: one for one in self._own if one.kind == "part"}
        return list({**ordered, **own}.values())


def contributions(stack: Sequence[Template], language: str) -> dict[str, Any]:
    """What the templates contribute to the files they share, gathered in stack order as plain data."""
    shares = [(template, template.contributes) for template in stack]
    return {
        "dependencies": _sorted(line for _, share in shares for line in share.get("dependencies", [])),
        "groups": _groups(share.get("groups", {}) for _, share in shares),
        "pins": _pins(stack),
        "settings": _settings(shares),
        "services": _by_name(shares, "services"),
        "image": _sorted(group for _, share in shares for group in share.get("image", [])),
        "jobs": _by_name(shares, "jobs"),
        "debian": _sorted(package for _, share in shares for package in share.get("debian", [])),
        "make": _by_name(shares, "make"),
        "readme": [text for template, share in shares if (text := _readme(template, share, language))],
    }


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
    wanted = _by_name(shares, "defaults")
    owners: dict[str, str] = {}
    for row in rows:
        if row["name"] in owners:
            raise TemplateError(f"`{row['template']}` and `{owners[row['name']]}` both bring {row['name']}")
        owners[row["name"]] = row["template"]
    return [{**row, "default": text} if (text := wanted.get(row["name"])) else row for row in rows]


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
    try:
        return (template.path / name).read_text(encoding="utf-8").strip() if name else ""
    except (OSError, UnicodeDecodeError):
        raise TemplateError(f"{name} of `{template.name}` cannot be read", "it contributes it to the README") from None
