"""Writes what went wrong, and every reply, as people read them."""

import re
from collections.abc import Iterator

from app.evaluation.report import Report
from app.evaluation.results import Result
from app.evaluation.table import markdown, notes

SHOWN = 300  # characters of an input in the Markdown; the JSON has all of it
ON_TERMINAL = 70


def shortened(text: str, length: int) -> str:
    """Return the beginning of a text on one line, without what a terminal would obey."""
    line = re.sub(r"\s+", " ", "".join(mark if mark.isprintable() else " " for mark in text)).strip()
    return line if len(line) <= length else f"{line[: length - 1]}…"


def reasons(result: Result) -> str:
    fault = [f"no reply: {result.fault}"] if result.fault else []
    return "; ".join([*fault, *(why for _, why in result.wrongs)])


def wrong_lines(report: Report) -> Iterator[str]:
    """Yield one line a case that went wrong."""
    for result in report.results:
        if not result.right:
            yield f"  {shortened(result.case.input, ON_TERMINAL)}\n      {shortened(reasons(result), 2 * ON_TERMINAL)}"


def document(report: Report) -> str:
    """Return the whole report as Markdown, wrong cases first."""
    lines = [f"# Evaluation of {report.answerer}, {report.begun:%Y-%m-%d %H:%M} UTC", ""]
    lines += [*markdown(report.rows), "", *(f"{note}\n" for note in notes(report))]
    for title, wanted in (("Wrong", False), ("Right", True)):
        chosen = [result for result in report.results if result.right is wanted]
        lines += [f"## {title}: {len(chosen)}", ""]
        for result in chosen:
            lines += [*section(result), ""]
    return "\n".join(lines)


def section(result: Result) -> Iterator[str]:
    """Yield a case; texts stand as code blocks, so that none of them is markup."""
    yield f"**{'Kept to' if result.right else 'Broke'}**: " + (
        ", ".join(check.kind for check in result.checks) or "a reply came" if result.right else inline(reasons(result))
    )
    yield ""
    yield from quoted(shortened(result.case.input, SHOWN))
    yield ""
    yield from quoted(result.text or "(no reply)")
    for opinion in result.opinions:
        yield f"\nJudge: {'good' if opinion.good else 'not good'}. {inline(opinion.fault or opinion.reason)}"


def quoted(text: str) -> Iterator[str]:
    return (f"    {line}" for line in text.splitlines() or [""])


def inline(text: str) -> str:
    """Return a text as code within a line."""
    return f"`{shortened(text, SHOWN).replace('`', chr(39))}`"
