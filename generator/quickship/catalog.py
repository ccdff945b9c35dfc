"""`quickship templates list` and `show`: which templates there are, and what one says and holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from quickship import __version__, console, console_templates, inventory, places, templates, trust
from quickship.answers import public
from quickship.errors import TemplateError
from quickship.inventory import Inventory
from quickship.resolve import look
from quickship.staging import Staging
from quickship.types import Template


def run_list(as_json: bool) -> None:
    """Prints every template that can be named by its name alone."""
    rows = entries()
    if as_json:
        console.document({"quickship": __version__, "templates": rows})
    else:
        console_templates.catalog(rows, str(places.templates()))


def run_show(src: str, offline: bool, as_json: bool) -> None:
    """Prints what a template says of itself and what it holds."""
    with Staging() as staging:
        template, held = _looked_at(src, staging, offline)
        found = description(template, held)
    if as_json:
        console.document({"quickship": __version__, "template": found})
    else:
        console_templates.description(found)


def entries() -> list[dict[str, Any]]:
    """One row for each built-in template, then for each of the person's own."""
    built_in = [_row(name, path, templates.BUILT_IN) for name, path in templates.builtin().items()]
    folder = places.templates()
    own = sorted(folder.iterdir()) if folder.is_dir() else []
    return [*built_in, *(_row(path.name, path, str(path)) for path in own if (path / templates.MANIFEST).is_file())]


def description(template: Template, held: Inventory) -> dict[str, Any]:
    """Everything that is known of a template without rendering it."""
    said = {key: template.manifest.get(key, []) for key in ("requires", "conflicts", "replaces")}
    return {
        "name": template.name,
        "kind": template.kind,
        "summary": template.manifest.get("summary", ""),
        "source": template.source,
        "digest": template.digest,
        "trusted": template.source == templates.BUILT_IN or trust.is_trusted(template.digest),
        **said,
        "contributes": sorted(key for key, share in template.contributes.items() if share),
        "variables": {key: template.context[key] for key in public(template.context)},
        "files": list(held.files),
        "size": held.size,
        "scripts": list(held.hooks),
        "extensions": list(held.extensions),
        "reaches": list(held.reaches),
    }


def _looked_at(src: str, staging: Staging, offline: bool) -> tuple[Template, Inventory]:
    path = templates.builtin().get(src)
    if path:
        return templates.read(path), inventory.look(path)
    return look(src, staging, offline)


def _row(name: str, path: Path, source: str) -> dict[str, Any]:
    try:
        context = templates.load(path)
        manifest = context.get("_quickship", {})
        kind, summary = templates.kind(context), str(manifest.get("summary", ""))
    except TemplateError as fault:
        kind, summary = "broken", fault.message
    return {"name": name, "kind": kind, "summary": summary, "source": source}
