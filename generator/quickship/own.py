"""The templates of others that one project is made of: brought here, trusted, and their questions answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from quickship import answers, foreign, inventory, mapping, places, sources, templates
from quickship.recorded import Row
from quickship.resolve import Terms, resolve
from quickship.staging import Staging
from quickship.types import Template


def is_source(text: str, kind: str) -> bool:
    """Does this name a template of others? A bare word is a built-in name wherever there is one of that kind."""
    if text in templates.names(kind):
        return False
    return any(sign in text for sign in "/:\\") or text.lower().endswith(".zip") or _lies_here(text)


def gather(wanted: Iterable[str | Row], staging: Staging, terms: Terms) -> tuple[list[Template], list[str]]:
    """The templates that the person names or a product file does, in this order, with warnings."""
    found: list[Template] = []
    warnings = []
    for one in wanted:
        if isinstance(one, str):
            found.append(resolve(one, staging, terms))
            continue
        template = resolve(_at_commit(one), staging, terms)
        found.append(replace(template, source=one.source, name=one.name, answers=one.answers))
        if template.digest != one.digest:
            warnings.append(f"`{one.name}` is no longer what it was when the project was made")
    return found, warnings


def answered(
    own: Sequence[Template], said: Mapping[str, Any], wish: foreign.Wish
) -> tuple[tuple[Template, ...], list[str]]:
    """Has each asked what is not `said` yet; what one was told, the next is not asked again.

    The slug, where nothing says it yet, is the name of the first one's folder.
    """
    told, done, warnings = dict(said), [], []
    answers.check_known(wish.given, [key for one in own for key in _asked(one, wish.given)], _names(own))
    for template in own:
        given = {key: value for key, value in wish.given.items() if key in _asked(template, wish.given)}
        given = {**mapping.known(template, told), **_still_asked(template), **given}
        ready, sentences = foreign.prepare(template, replace(wish, given=given))
        told = {**ready.answers, "slug": told.get("slug") or foreign.folder_name(ready), **told}
        done.append(ready)
        warnings += sentences
        if not wish.hooks and (hooks := inventory.hooks(template.path)):
            warnings.append(f"--dry-run runs no scripts: {', '.join(hooks)} may change what is written")
    return tuple(done), warnings


def _asked(template: Template, given: Iterable[str]) -> list[str]:
    """What a template asks; of one that offers others only its own choice is known before it is made."""
    nested = {"template", "templates"} & set(template.context)
    return [*answers.public(template.context), *(given if nested else ())]


def _still_asked(template: Template) -> dict[str, Any]:
    """The answers of the time when the project was made, but those to questions that the template has dropped since."""
    asked = _asked(template, template.answers)
    return {key: value for key, value in template.answers.items() if key in asked}


def _names(own: Sequence[Template]) -> str:
    return "`, `".join(template.source for template in own)


def _lies_here(text: str) -> bool:
    own = sources.NAME.fullmatch(text) and (places.templates() / text / templates.MANIFEST).is_file()
    return bool(own) or (Path(text).expanduser() / templates.MANIFEST).is_file()


def _at_commit(row: Row) -> str:
    return str(replace(sources.parse(row.source), ref=row.commit)) if row.commit else row.source
