"""SRC -> template: fetched, looked at, and trusted as a whole before anything of it may be run or rendered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from quickship import inventory, sources, templates, trust
from quickship.checks import domain, manifest
from quickship.checks.subject import Subject
from quickship.errors import TemplateError, TrustError
from quickship.inventory import Inventory
from quickship.staging import Staging
from quickship.types import Template


@dataclass(frozen=True)
class Terms:
    """What the person allows: whether a template that is new to them may run, and the network."""

    allows: Callable[[Template, Inventory], bool]
    offline: bool = False


def resolve(text: str, staging: Staging, terms: Terms) -> Template:
    """Brings the template that SRC names; without the person's trust in its very content it is refused."""
    template, held = look(text, staging, terms.offline)
    subject = Subject(template, ())
    for fault in (*manifest.forms(subject), *domain.limits(subject)):
        raise TemplateError(f"{template.name}/{fault.file}:{fault.line}: {fault.message}", fault.fix)
    if not trust.is_trusted(template.digest):
        if not terms.allows(template, held):
            raise TrustError(
                f"`{template.source}` is not trusted, and a template is code: nothing of it was run or rendered",
                "read what it holds, then say --trust",
            )
        trust.keep(template.digest, template.source)
    return template


def look(text: str, staging: Staging, offline: bool) -> tuple[Template, Inventory]:
    """Brings what SRC names and reads what it holds, trusted or not: nothing is run or rendered."""
    source = sources.fetch(text, staging, offline)
    context = templates.load(source.folder)
    digest = templates.digest(source.root)
    template = Template(
        source.name, templates.kind(context), source.folder, source.text, digest, context, source.origin
    )
    return template, inventory.look(source.root)
