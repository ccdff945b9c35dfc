"""Every word a user sees: data to stdout, all else to stderr, colour only on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from quickship import errors
from quickship.choices import APPS, LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    from quickship.draft import Spent
    from quickship.endpoint import Endpoint
    from quickship.kinds import Reading
    from quickship.road import Plan
    from quickship.types import Product


MOST_WORDS = 6  # that decided, of those shown to a person


def error(fault: errors.QuickshipError, as_json: bool) -> None:
    """One sentence and a hint on stderr; with --json the same as one document on stdout."""
    if as_json:
        document({"error": {"message": fault.message, "hint": fault.hint, "exit_code": fault.exit_code}})
    say(f"{click.style('error', fg='red', bold=True)}: {fault.message}")
    if fault.hint:
        say(f"{click.style('hint', fg='cyan')}: {fault.hint}")


def warning(sentence: str) -> None:
    say(f"{click.style('warning', fg='yellow')}: {sentence}")


def say(line: str = "") -> None:
    """A line on stderr; what a terminal cannot show is replaced, never a traceback."""
    _write(line, err=True)


def line(text: str) -> None:
    """A line of data on stdout."""
    _write(text, err=False)


def heading(title: str) -> None:
    """What the lines below it are."""
    _write(f"\n{click.style(title, bold=True)}", err=False)


def document(data: Any) -> None:
    """One JSON document on stdout."""
    import json

    _write(json.dumps(data, ensure_ascii=False, indent=2), err=False)


def understood(product: Product, reading: Reading | None, features: Sequence[str], target: str) -> None:
    """What the idea was taken for, before anything is written."""
    if reading and reading.missing:
        warning(unmet(reading))
    rows = {
        "name": product.name,
        "tagline": product.tagline,
        "for": product.audience,
        "app": because(reading) if reading else APPS.get(product.app, product.app),
        "domain": domain(product),
        "language": LANGUAGES.get(product.language, product.language),
        "model": f"{product.provider} {product.model}".strip() + ", once a key is there" if product.provider else "",
        "with": ", ".join(features),
        "folder": target,
    }
    table({key: value for key, value in rows.items() if value}, err=True)


def because(reading: Reading) -> str:
    """The kind of app and the words that decided it."""
    app = APPS.get(reading.app, reading.app)
    if reading.missing:
        return f"{app}, the nearest kind"
    if not reading.words:
        return f"{app}: no word of the idea speaks for another kind"
    return f"{app}, because: {_quoted(reading.words)}"


def domain(product: Product) -> str:
    """The trade whose texts the product has."""
    return product.domain or "none"


def unmet(reading: Reading) -> str:
    """What an idea asks for that no kind of app does, and the nearest kind."""
    nearest = APPS.get(reading.app, reading.app)
    return f"no kind of app does all that is asked with {_quoted(reading.words)}: {reading.missing}; nearest: {nearest}"


def sending(endpoint: Endpoint) -> None:
    """Where the idea goes, before it goes there."""
    say(f"the idea is sent to {one_line(endpoint.host)} ({one_line(endpoint.model)})")


def drafted(spent: Spent) -> None:
    """What a model wrote the product for."""
    say(f"drafted by {one_line(spent.endpoint.model)}: {_cost(spent)}")


def not_drafted(fault: errors.DraftError, spent: Spent | None, instead: str) -> str:
    """Why no model drafted the product, what it cost all the same, and what is there instead."""
    cost = f"; {_cost(spent)}" if spent and spent.input_tokens else ""
    hint = f" ({fault.hint})" if fault.hint else ""
    return f"{fault.message}{hint}: {instead}{cost}"


def kept(fields: Sequence[str]) -> None:
    """What a redraft left as its owner wrote it."""
    if fields:
        say(f"left as you wrote it: {', '.join(fields)}")


def wrote(place: Path) -> None:
    """The product file is there: what to do next."""
    import shlex

    say(f"{click.style('wrote', fg='green', bold=True)} {place}: edit it, then\n")
    say(f"  quickship new --product {shlex.quote(str(place))}")


def _cost(spent: Spent) -> str:
    tokens = f"{spent.input_tokens:,} tokens read and {spent.output_tokens:,} written"
    if spent.cost_usd is None:
        return f"{tokens}; what they cost is not known"
    return f"{tokens}, which cost {f'{spent.cost_usd:.4f} USD' if spent.cost_usd else 'nothing'}"


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"'{one_line(word)}'" for word in words[:MOST_WORDS])


def table(rows: Mapping[str, str], err: bool = False) -> None:
    width = max((len(key) for key in rows), default=0)
    for key, value in rows.items():
        _write(f"  {click.style(key.ljust(width), dim=True)}  {one_line(value)}", err=err)


def finding(name: str, ok: bool, needed: bool, seen: str, hint: str) -> None:
    """One row of the doctor's findings, with the next step where something is wrong."""
    mark, colour = ("ok", "green") if ok else ("missing", "red") if needed else ("note", "yellow")
    _write(f"{click.style(mark.ljust(7), fg=colour)}  {name.ljust(8)}  {one_line(seen)}", err=False)
    if not ok:
        _write(f"{' ' * 19}{click.style('hint', fg='cyan')}: {hint}", err=False)


def made(plan: Plan, commit: str) -> None:
    """The project is there: what to do next."""
    if plan.reading:
        say(because(plan.reading))
    if not plan.stack.plain:
        say(f"domain: {one_line(domain(plan.product))}")
    files = len(plan.tree)
    say(f"{click.style('made', fg='green', bold=True)} {plan.target} ({files} files{', 1 commit' if commit else ''})")
    say()
    for command in next_steps(plan):
        say(f"  {command}")


def next_steps(plan: Plan) -> list[str]:
    """The commands that bring the new project to life."""
    import shlex

    enter = [] if plan.here else [f"cd {shlex.quote(str(plan.target))}"]
    return enter if plan.stack.plain else [*enter, "make dev"]


def plan(plan: Plan) -> None:
    """--dry-run: the product, the stack, every file with its owner and size, dependencies, settings."""
    understood(plan.product, plan.reading, [], str(plan.target))
    for title, rows in _sections(plan).items():
        heading(title)
        table(rows)


def report(plan: Plan, written: bool, commit: str, version: str) -> dict[str, Any]:
    """The plan, carried out or not, as docs/new.schema.json describes it."""
    from quickship.context import as_data

    return {
        "quickship": version,
        "written": written,
        "folder": str(plan.target),
        "commit": commit or None,
        "product": None if plan.stack.plain else as_data(plan.product),
        "reading": asdict(plan.reading) if plan.reading else None,
        "draft": _spent(plan.spent) if plan.spent else None,
        "stack": [
            {
                "name": one.name,
                "kind": one.kind,
                "summary": one.manifest.get("summary", ""),
                "source": one.source,
                "digest": one.digest,
                "answers": one.answers,
            }
            for one in plan.stack.templates
        ],
        "files": [{"path": path, "owner": file.owner, "size": len(file.data)} for path, file in plan.tree.items()],
        "dependencies": plan.stack.contributed["dependencies"],
        "groups": plan.stack.contributed["groups"],
        "settings": plan.stack.contributed["settings"],
        "warnings": list(plan.warnings),
        "next": next_steps(plan),
    }


def _spent(spent: Spent) -> dict[str, Any]:
    return {
        "endpoint": spent.endpoint.host,
        "model": spent.endpoint.model,
        "input_tokens": spent.input_tokens,
        "output_tokens": spent.output_tokens,
        "cost_usd": spent.cost_usd,
    }


def one_line(text: str) -> str:
    """Text of a person's on one line of a terminal, without control or direction characters."""
    return errors.one_line(text)[:120]


def _sections(plan: Plan) -> dict[str, dict[str, str]]:
    contributed = plan.stack.contributed
    return {
        "stack": {one.name: f"{one.kind}: {one.manifest.get('summary', '')}" for one in plan.stack.templates},
        "files": {path: f"{file.owner}, {len(file.data):,} bytes" for path, file in plan.tree.items()},
        "dependencies": dict.fromkeys(contributed["dependencies"], ""),
        "settings": {row["name"]: f"{row['default']!r} {row['help']['en']}" for row in contributed["settings"]},
    }


def _write(line: str, err: bool) -> None:
    import sys

    stream = sys.stderr if err else sys.stdout
    try:
        click.echo(line, file=stream)
    except UnicodeEncodeError:
        encoding = stream.encoding or "ascii"
        click.echo(line.encode(encoding, "replace").decode(encoding), file=stream)
