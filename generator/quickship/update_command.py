"""`quickship add`, `remove` and `update`: the stack as it shall be, and what that does to the project."""

from __future__ import annotations

from pathlib import Path

from quickship import __version__, console, console_update, project, update
from quickship.flags import Flags
from quickship.restack import Means, Wanted
from quickship.staging import Staging


def run(command: str, names: tuple[str, ...], base: str, flags: Flags) -> int:
    """Brings the project that lies here to what is wanted, or says what that would do; 1 where there are conflicts."""
    wanted = Wanted(
        added=names if command == "add" else (),
        removed=names if command == "remove" else (),
        newest=command == "update",
    )
    with Staging() as staging:
        opened = project.opened(project.find(Path.cwd()))
        if not flags.dry_run:
            project.check_clean(opened)
        found = update.plan(opened, wanted, base, Means(flags, opened.folder, staging))
        written = not (found.empty or flags.dry_run)
        if written:
            update.carry_out(found, _message(command, names), staging)
    for sentence in console_update.warnings(found):
        console.warning(sentence)
    if flags.dry_run and project.uncommitted(opened):
        console.warning("what is not committed was not looked at; it must be before anything is written")
    if flags.as_json:
        console.document(console_update.report(found, command, written))
    else:
        console_update.told(found, written)
    return int(bool(found.outcome.conflicts))


def _message(command: str, names: tuple[str, ...]) -> str:
    """The commit message that git proposes."""
    if command == "update":
        return f"Update to the templates of quickship {__version__}"
    return f"{'Add' if command == 'add' else 'Remove'} {', '.join(names)}, as quickship {__version__} has it"
