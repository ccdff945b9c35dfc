"""What a user sees of how a project stands to its templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from quickship import __version__, console, console_update, errors

if TYPE_CHECKING:
    from quickship.status import Status


def told(found: Status) -> None:
    """The versions, the templates, what the person changed, and what an update would do, on stdout."""
    made_by = f"quickship {found.recorded.version}"
    console.table({"project": str(found.folder), "made by": made_by, "installed": f"quickship {__version__}"})
    console.heading("templates")
    console.table({one.row.name: f"{one.row.kind}, {one.state}, {one.row.digest[:12]}" for one in found.templates})
    console.heading("yours")
    if found.changed is None:
        console.line("  what the project was made from is not here to compare with")
    for word, paths in (
        ("changed", found.changed or []), ("deleted", found.deleted), ("not committed", found.uncommitted),
    ):  # fmt: skip
        console_update.rows(word, ((path, "") for path in paths))
    console.heading("an update")
    _tell_update(found)


def _tell_update(found: Status) -> None:
    would = found.update
    if isinstance(would, errors.QuickshipError):
        console.line(f"  is not possible now: {would.message}")
        if would.hint:
            console.line(f"  {click.style('hint', fg='cyan')}: {would.hint}")
    elif would.empty:
        console.line("  would change nothing")
    else:
        console_update.files(would)
        console_update.news(would)


def report(found: Status) -> dict[str, Any]:
    """The same, as docs/update.schema.json describes it."""
    would = found.update
    fault = would if isinstance(would, errors.QuickshipError) else None
    return {
        "quickship": __version__,
        "folder": str(found.folder),
        "recorded": found.recorded.version,
        "templates": [
            {
                **{key: getattr(one.row, key) for key in ("name", "kind", "source", "digest")},
                "installed": one.installed or None,
                "state": one.state,
            }
            for one in found.templates
        ],
        "changed": found.changed,
        "deleted": found.deleted,
        "uncommitted": found.uncommitted,
        "update": None if isinstance(would, errors.QuickshipError) else console_update.preview(would),
        "fault": {"message": fault.message, "hint": fault.hint} if fault else None,
    }
