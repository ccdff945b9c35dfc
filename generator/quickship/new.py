"""`quickship new`: from the flags to a plan, and the answer."""

from __future__ import annotations

from quickship import __version__, console, planning, road
from quickship.flags import Flags
from quickship.staging import Staging


def run(flags: Flags) -> None:
    """Makes the project, or prints its plan."""
    with Staging() as staging:
        plan = planning.plan(flags, staging)
        commit = "" if flags.dry_run else road.carry_out(plan, staging)
    for sentence in plan.warnings:
        console.warning(sentence)
    if flags.as_json:
        console.document(console.report(plan, not flags.dry_run, commit, __version__))
    elif flags.dry_run:
        console.plan(plan)
    else:
        console.made(plan, commit)
