"""`quickship new`: from the flags to a request, the questions of a terminal, and the answer."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path

from quickship import __version__, console, road
from quickship.errors import IdeaError, Interrupted, UsageError
from quickship.product import from_settings, merge
from quickship.staging import Staging
from quickship.types import Product

FLAG_FIELDS = ("name", "app", "language", "provider", "model")


@dataclass(frozen=True)
class Flags:
    """The command line as click parsed it."""

    words: tuple[str, ...]
    app: str | None
    name: str | None
    output_dir: str | None
    features: tuple[str, ...]
    language: str | None
    provider: str | None
    model: str | None
    product_file: str | None
    settings: tuple[str, ...]
    no_input: bool
    offline: bool
    dry_run: bool
    as_json: bool
    no_git: bool


def run(flags: Flags) -> None:
    """Makes the project, or prints its plan."""
    request = to_request(flags)
    asks = not (flags.no_input or flags.as_json) and sys.stdin.isatty() and sys.stderr.isatty()
    if asks:
        request = _ask_idea(request)
    with Staging() as staging:
        product, text, features = road.understand(request)
        request = replace(request, features=tuple(sorted({*request.features, *features})))
        if asks:
            product, text, request = _confirm(product, text, request)
        plan = road.plan(request, product, text, staging)
        if flags.dry_run:
            _show(plan, flags, written=False, commit="")
            return
        commit = road.carry_out(plan, staging)
    _show(plan, flags, written=True, commit=commit)


def to_request(flags: Flags) -> road.Request:
    """Reads the words and flags; what would have no effect is an error."""
    here = bool(flags.words) and flags.words[0] == "."
    words = flags.words[1:] if here else flags.words
    if len(words) > 1:
        raise UsageError("the idea must be one argument", f'put it in quotes: quickship new "{" ".join(words)[:60]}"')
    if here and flags.output_dir:
        raise UsageError("`.` and --output-dir both name the place", "leave one of them out")
    return road.Request(
        idea=_idea(words),
        said=_said(flags),
        product_file=Path(flags.product_file).expanduser() if flags.product_file else None,
        features=flags.features,
        output=Path(flags.output_dir or ""),
        here=here,
        git=not flags.no_git,
    )


def _idea(words: tuple[str, ...]) -> str:
    if not words:
        return ""
    if words[0] == "-":
        try:
            return _given(sys.stdin.buffer.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise IdeaError("the idea on stdin is not UTF-8", "save it as UTF-8") from None
    return _given(words[0])


def _given(text: str) -> str:
    if not text.strip():
        raise IdeaError("the idea is empty", 'say what it is for: quickship new "A coach for job interviews"')
    return text


def _said(flags: Flags) -> Product:
    values = {field: value for field in FLAG_FIELDS if (value := getattr(flags, field)) is not None}
    for field, value in values.items():
        if not value.strip():
            raise UsageError(f"--{field} is empty", "leave it out, or say something")
    settings = from_settings(flags.settings)
    for field in values:
        if getattr(settings, field) not in ("", None):
            raise UsageError(f"--{field} and --set both say the {field}", "leave one of them out")
    return merge(road.checked(values), settings)


def _show(plan: road.Plan, flags: Flags, written: bool, commit: str) -> None:
    for sentence in plan.warnings:
        console.warning(sentence)
    if flags.as_json:
        console.document(console.report(plan, written, commit, __version__))
    elif written:
        console.made(plan, commit)
    else:
        console.plan(plan)


def _ask_idea(request: road.Request) -> road.Request:
    if request.idea or request.product_file:
        return request
    from quickship import questions

    return replace(request, idea=_given(questions.idea()))


def _confirm(product: Product, text: str, request: road.Request) -> tuple[Product, str, road.Request]:
    """Shows what was understood until the person says yes; every change is understood anew."""
    from quickship import questions

    while True:
        console.understood(product, request.features, str(road.target(request, product)))
        answer = questions.go_on(request, product)
        if answer is None:
            raise Interrupted("nothing was written")
        if answer == request:
            return product, text, request
        request = answer
        product, text, _ = road.understand(request)
