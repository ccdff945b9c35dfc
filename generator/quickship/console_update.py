"""What a user sees of an update."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from quickship import __version__, console, errors

if TYPE_CHECKING:
    from quickship.update import Update

UNDO = "git reset --merge"
COLOURS = {"added": "green", "deleted": "red", "conflict": "red", "kept": "yellow"}
BASES = {
    "commit": "the project's scaffold commit",
    "render": "the same templates, rendered again",
    "older": "an older scaffold commit",
    "given": "the commit that you named",
}


def warnings(update: Update) -> tuple[str, ...]:
    """What to know before one trusts the result."""
    if update.base.found != "older":
        return update.rendered.warnings
    sentence = "the newest scaffold commit is not in this repository: an older one stood in for it, so that what was "
    return (*update.rendered.warnings, f"{sentence}resolved since may conflict again")


def told(update: Update, written: bool) -> None:
    """What was written, what stays, what conflicts, and what to do next; what changed goes to stdout."""
    news(update)
    if update.empty:
        console.say("nothing to do: the project is up to date" if not update.outcome.kept else "nothing to write")
        rows("kept", update.outcome.kept.items())
        return
    files(update)
    count, faults = len(update.outcome.changes), len(update.outcome.conflicts)
    done = "changed and staged" if written else "would change: nothing was written"
    console.say(f"\n{count} {'file' if count == 1 else 'files'} {done}"
                f"{f', {faults} in conflict' if faults else ''}; base: {BASES[update.base.found]}")  # fmt: skip
    if written:
        console.say()
        for command in next_steps(update):
            console.say(f"  {command}")
        console.say(f"  {UNDO}      # takes it all back")


def files(update: Update) -> None:
    """What becomes of each file, on stdout."""
    for change in update.outcome.changes:
        row(change.action, f"{change.old} -> {change.path}" if change.old else change.path, "")
    rows("kept", update.outcome.kept.items())
    rows("conflict", ((one.path, one.what) for one in update.outcome.conflicts))


def next_steps(update: Update) -> list[str]:
    """What comes after an update was written."""
    paths = [one.path for one in update.outcome.conflicts]
    return ["git diff", f"git add {' '.join(paths)}", "git commit"] if paths else ["git diff --staged", "git commit"]


def report(update: Update, command: str, written: bool) -> dict[str, Any]:
    """The update, carried out or not, as docs/update.schema.json describes it."""
    return {
        "quickship": __version__,
        "command": command,
        "folder": str(update.project.folder),
        "written": written,
        **preview(update),
        "warnings": list(warnings(update)),
        "undo": UNDO if written else None,
        "next": next_steps(update) if written else [],
    }


def preview(update: Update) -> dict[str, Any]:
    """What an update does, or would do."""
    found = update.outcome
    return {
        "from": update.project.recorded.version,
        "base": {"found": update.base.found, "commit": update.base.commit or None},
        "up_to_date": update.empty,
        "scaffold": None if update.empty else found.scaffold,
        "merging": update.merging and not update.empty,
        "stack": [
            {"name": one.name, "kind": one.kind, "digest": one.digest} for one in update.rendered.stack.templates
        ],
        "changes": [{"path": one.path, "action": one.action, "old": one.old or None} for one in found.changes],
        "kept": [{"path": path, "why": why} for path, why in found.kept.items()],
        "conflicts": [{"path": one.path, "what": one.what} for one in found.conflicts],
        "notes": [asdict(note) for note in update.notes],
    }


def news(update: Update) -> None:
    """What changed in how things behave, template by template, on stderr."""
    names = dict.fromkeys(note.template for note in update.notes)
    for name in names:
        console.say(click.style(f"new in {name}", bold=True))
        for note in update.notes:
            if note.template == name:
                console.say(f"  - {errors.one_line(note.text)}")
    if names:
        console.say()


def rows(word: str, found: Iterable[tuple[str, str]]) -> None:
    """One line for each path and what there is to say of it."""
    for path, why in found:
        row(word, path, why)


def row(word: str, path: str, why: str) -> None:
    """One path, and what becomes of it."""
    reason = f": {why}" if why else ""
    console.line(f"  {click.style(word.ljust(8), fg=COLOURS.get(word))}  {console.one_line(path)}{reason}")
