"""Writes a report as people read it: the numbers on a terminal and in Markdown, what went wrong, and every reply."""

import re
from collections.abc import Iterator, Sequence

from app.evaluation.comparison import Comparison
from app.evaluation.measures import FEW, Form, Measure
from app.evaluation.report import TOTAL, Judged, Report, Row
from app.evaluation.results import Result
from app.evaluation.statistics import fewest_changes

HEADS = ("check", "right", "share", "95% interval", "USD", "p50 s", "p95 s")
MEASURE_HEADS = ("measure", "value", "95% interval", "of", "")
FORMS: dict[Form, str] = {"share": "{:.0%}", "score": "{:.3f}", "usd": "{:.6f}", "seconds": "{:.2f}"}
NAMES = {
    "not_contains": "does not contain",
    "matches": "matches a pattern",
    "refuses": "declines or not",
    "max_words": "at most n words",
    TOTAL: "all checks of a case",
}
SHOWN = 300  # characters of an input in the Markdown; the JSON has all of it
ON_TERMINAL = 70


def cells(row: Row) -> tuple[str, ...]:
    return (
        NAMES.get(row.kind, row.kind),
        f"{row.right}/{row.count}",
        f"{row.share:.0%}",
        f"{row.low:.0%} to {row.high:.0%}",
        dollars(row.cost_usd, row.estimated),
        "-" if row.p50_seconds is None else f"{row.p50_seconds:.2f}",
        "-" if row.p95_seconds is None else f"{row.p95_seconds:.2f}",
    )


def dollars(cost_usd: float | None, estimated: bool) -> str:
    """Write a cost, an estimated one with a tilde."""
    return "-" if cost_usd is None else f"{'~' if estimated else ''}{cost_usd:.4f}"


def measure_cells(measure: Measure) -> tuple[str, ...]:
    value, low, high = (FORMS[measure.form].format(each) for each in (measure.value, measure.low, measure.high))
    few = f"fewer than {FEW}: too few to tell" if measure.is_few else ""
    return (measure.name, value, f"{low} to {high}", str(measure.count), few)


def tables(report: Report) -> Iterator[list[tuple[str, ...]]]:
    """Yield the lines of each table, its heads first."""
    yield [HEADS, *map(cells, report.rows)]
    if report.measured and report.measured.rows:
        yield [MEASURE_HEADS, *map(measure_cells, report.measured.rows)]


def plain(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a table in columns, each as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for first, *rest in lines:
        numbers = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        yield "  ".join([first.ljust(widths[0]), *numbers]).rstrip()


def markdown(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    heads, *rest = lines
    for line in (heads, ("---", *["---:"] * (len(heads) - 1)), *rest):
        yield f"| {' | '.join(line)} |"


def notes(report: Report) -> Iterator[str]:
    """Yield what has to be known beside the table, a sentence or two each."""
    if not report.is_model:
        yield (
            f"No model is configured: `{report.answerer}` answered. This checks the plumbing and what the app answers "
            "by itself; it is no measure of a model."
        )
    if len(report.answerers) > 1:
        counts = ", ".join(f"`{name}` {count}" for name, count in report.answerers.items())
        yield f"Replies by several answerers: {counts}."
    if faults := report.all_faults:
        counts = ", ".join(f"{code} {count}" for code, count in faults.items())
        yield f"Without a reply, or an end of its check, and counted as wrong: {counts}."
    if any(row.estimated for row in report.rows):
        yield "Costs with ~ are estimates: the endpoint did not report what it used."
    if report.judged:
        yield opinion(report.judged, report.answerer)
    if report.comparison:
        yield against(report.comparison)
    if report.measured:
        yield from report.measured.notes


def opinion(judged: Judged, judge: str) -> str:
    shares = [good / judged.count for good in judged.good]
    return (
        f"Judge (`{judge}`, on replies of its own; such judges flatter): good in "
        f"{', '.join(f'{good}/{judged.count}' for good in judged.good)}; mean {sum(shares) / len(shares):.0%}, spread "
        f"{min(shares):.0%} to {max(shares):.0%}, undecided {judged.undecided}; "
        f"{dollars(judged.cost_usd, judged.estimated)} USD."
    )


def against(comparison: Comparison) -> str:
    """Say what the paired test found."""
    counts = (
        f"of {comparison.pairs} cases in both, {comparison.better} turned right and {comparison.worse} turned wrong"
    )
    found = {
        "better": f"better (p = {comparison.p:.3f})",
        "worse": f"worse (p = {comparison.p:.3f})",
        "no_difference": f"no difference found (p = {comparison.p:.3f})",
        "too_few": f"too few to tell (p = {comparison.p:.3f}; {fewest_changes()} or more have to change)",
    }[comparison.finding]
    unpaired = f" {comparison.unpaired} cases stand in one of the runs only." if comparison.unpaired else ""
    return f"Against the baseline (`{comparison.baseline}`): {found}; {counts}.{unpaired}"


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
    for wrong in report.measured.wrongs if report.measured else ():
        yield f"  {shortened(wrong.question, ON_TERMINAL)}\n      {shortened(wrong.why, 2 * ON_TERMINAL)}"


def document(report: Report) -> str:
    """Return the whole report as Markdown, wrong cases first."""
    lines = [f"# Evaluation of {report.answerer}, {report.begun:%Y-%m-%d %H:%M} UTC", ""]
    for table in tables(report):
        lines += [*markdown(table), ""]
    lines += [f"{note}\n" for note in notes(report)]
    if report.measured and report.measured.wrongs:
        lines += ["## What the app asked of itself and got wrong", ""]
        lines += [f"- {inline(wrong.question)}: {inline(wrong.why)}" for wrong in report.measured.wrongs] + [""]
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
