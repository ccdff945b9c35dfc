"""How a person is asked whether they trust a template of others."""

from __future__ import annotations

from quickship import console_templates
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
