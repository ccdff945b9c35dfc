"""How a person is asked what a template of others asks, and whether they trust it."""

from __future__ import annotations

from quickship import answers, console_templates
from quickship.flags import Flags
from quickship.inventory import Inventory
from quickship.resolve import Terms
from quickship.types import Template


def terms(trust: bool, asks: bool, offline: bool = False) -> Terms:
    """Trusts what is named if that was said; else shows what it holds and, on a terminal, asks."""

    def allows(template: Template, held: Inventory) -> bool:
        if trust:
            return True
        console_templates.holdings(template, held)
        if not asks:
            return False
        from quickship import questions

        return questions.trusts(template.source)

    return Terms(allows, offline)


def asker(flags: Flags) -> answers.Ask:
    """How what a template asks is answered where nothing says it: by the person, else by its default."""
    if not flags.asks:
        return answers.by_default
    from quickship import questions

    return questions.ask
