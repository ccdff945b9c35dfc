"""flags -> plan: from an idea, or from a cookiecutter template of others; what is to be asked is asked here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from quickship import console, drafting, foreign, mapping, own, request, road, templates
from quickship.errors import IdeaError, Interrupted, UsageError
from quickship.flags import Flags
from quickship.product import from_settings, merge
from quickship.recorded import Row
from quickship.resolve import Terms
from quickship.staging import Staging
from quickship.terms import asker, terms
from quickship.types import Product


def plan(flags: Flags, staging: Staging) -> road.Plan:
    """Brings what is named, asks what is to be asked, and plans the project."""
    file = Path(flags.product_file).expanduser() if flags.product_file else None
    rows = [row for row in road.templates_of(file) if not row.built_in]
    if flags.template or any(row.kind == templates.PLAIN for row in rows[:1]):
        return _from_template(flags, rows, staging)
    return _from_idea(flags, rows, staging)


def _from_idea(flags: Flags, rows: Sequence[Row], staging: Staging) -> road.Plan:
    asked = request.of_idea(flags)
    if flags.asks:
        asked = _ask_idea(asked)
    said = {"app": flags.app, "domain": flags.domain or asked.said.domain}
    kept = [row for row in rows if not said.get(row.kind)]
    brought, changed = own.gather([*kept, *_sources(flags)], staging, _terms(flags))
    asked = _with_own(_with_own(replace(asked, own=tuple(brought)), "app"), "domain")
    if flags.domain and own.is_source(flags.domain, "domain") and not asked.said.domain:
        raise UsageError(f"`{flags.domain}` is no domain", "name it with --app or --with, as `templates show` says")
    settings = request.answers(flags.settings, with_product=True)
    if flags.trust and not brought:
        raise UsageError("--trust has nothing to trust", "leave it out: all that is named is quickship's own")
    if not brought:
        from_settings(f"{key}={text}" for key, text in settings.items())  # says which key is meant
    found = road.understand(asked)
    unmet = _unmet(found, flags)
    asked = replace(asked, features=tuple(sorted({*asked.features, *found.features})))
    drafted = drafting.for_new(flags, found)
    if drafted.product.app:
        asked = replace(asked, drafted=drafted.product)
        found = road.understand(asked)
    if flags.asks:
        found, asked = _confirm(found, asked)
    wish = _wish(flags, settings, road.target(asked, found.product))
    ready, sentences = own.answered(asked.own, mapping.of_product(found.product), wish)
    planned = road.plan(replace(asked, own=ready), found, staging)
    warnings = (*unmet, *drafted.warnings, *changed, *sentences, *planned.warnings)
    return replace(planned, spent=drafted.spent, warnings=warnings)


def _unmet(found: road.Understood, flags: Flags) -> tuple[str, ...]:
    """What to warn of where the idea asks for what no kind of app does; under --strict that is refused, and who is
    asked is told before they answer."""
    if not (found.reading and found.reading.missing):
        return ()
    if flags.strict:
        raise IdeaError(console.unmet(found.reading), "say --app to have that kind, or leave out --strict")
    return () if flags.asks else (console.unmet(found.reading),)


def _from_template(flags: Flags, rows: Sequence[Row], staging: Staging) -> road.Plan:
    asked = request.of_template(flags)
    first = [flags.template] if flags.template else rows
    found, changed = own.gather([*first, *_sources(flags)], staging, _terms(flags))
    if found[0].kind != templates.PLAIN:
        flag = "--app" if found[0].kind == "app" else "--with"
        raise UsageError(f"`{flags.template}` is quickship's kind of template", f"say {flag} {flags.template}")
    settings = request.answers(flags.settings, with_product=False)
    wish = _wish(flags, settings, road.target(asked, Product(), "project"))
    (plain, *others), sentences = own.answered(found, {}, wish)
    asked = replace(asked, own=tuple(others))
    planned = road.plan_over(asked, plain, foreign.folder_name(plain), staging)
    return replace(planned, warnings=(*changed, *sentences, *planned.warnings))


def _sources(flags: Flags) -> list[str]:
    """What the flags name that is not built in."""
    named = (("app", flags.app), ("domain", flags.domain), *(("feature", name) for name in flags.features))
    return [text for kind, text in named if text and own.is_source(text, kind)]


def _with_own(asked: road.Request, kind: str) -> road.Request:
    """The request, which says the app or the domain that is the person's own; there is one of each."""
    names = [template.name for template in asked.own if template.kind == kind]
    said = getattr(asked.said, kind)
    if names and said:
        raise UsageError(f"`{names[0]}` and `{said}` are both the {kind}", "leave one of them out")
    return replace(asked, said=merge(asked.said, road.checked({kind: names[0]}))) if names else asked


def _terms(flags: Flags) -> Terms:
    return terms(flags.trust, flags.asks, flags.offline)


def _wish(flags: Flags, settings: dict[str, str], target: Path) -> foreign.Wish:
    return foreign.Wish(settings, asker(flags), target.parent, hooks=not flags.dry_run)


def _ask_idea(asked: road.Request) -> road.Request:
    if asked.idea or asked.product_file:
        return asked
    from quickship import questions

    return replace(asked, idea=request.given(questions.idea()))


def _confirm(found: road.Understood, asked: road.Request) -> tuple[road.Understood, road.Request]:
    """Shows what was understood until the person says yes; every change is understood anew."""
    from quickship import questions

    while True:
        console.understood(found.product, found.reading, asked.features, str(road.target(asked, found.product)))
        answer = questions.go_on(asked, found.product)
        if answer is None:
            raise Interrupted("nothing was written")
        if answer == asked:
            return found, asked
        asked = answer
        found = road.understand(asked)
