"""Asks the person, then the model: their idea leaves this machine only after their yes."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quickship import console, endpoint, idea, road
from quickship.draft_reply import Brief
from quickship.endpoint import Endpoint
from quickship.errors import DraftError
from quickship.flags import Flags
from quickship.types import Product

if TYPE_CHECKING:
    from quickship.draft import Spent

BY_RULES = "the idea was read by rules"


@dataclass(frozen=True)
class Drafted:
    """What a model drafted, of the kind and in the language that it was asked for, what that took, and why nothing was
    drafted where the person wanted it."""

    product: Product = Product()
    spent: Spent | None = None
    warnings: tuple[str, ...] = ()


def for_new(flags: Flags, found: road.Understood) -> Drafted:
    """Drafts a new product with `--draft`, or after a yes on a terminal."""
    if not (flags.draft or flags.asks):
        return Drafted()
    return drafted(flags, found.product, Brief(settled(found)), wanted=flags.draft, asks=not flags.draft)


def drafted(
    flags: Flags, product: Product, brief: Brief, *, wanted: bool, asks: bool, instead: str = BY_RULES
) -> Drafted:
    """Drafts what was `wanted` in so many words, and where `asks` only after a yes on a terminal. Whatever goes wrong
    is a warning that says what is there `instead`."""
    spent = None
    try:
        if flags.offline:
            raise DraftError("--offline forbids to ask a model")
        place = endpoint.chosen(os.environ, product)
        if place is None:
            raise DraftError("no model is configured (LLM_API_KEY, or LLM_BASE_URL)")
        if not _agreed(flags, place, wanted, asks):
            return Drafted()
        console.sending(place)
        from quickship.draft import Spent, draft

        spent = Spent(place)
        written = draft(brief, spent)
    except DraftError as fault:
        return Drafted(Product(), spent, (console.not_drafted(fault, spent, instead),) if wanted or spent else ())
    console.drafted(spent)
    return Drafted(replace(written, app=brief.settled.app, language=brief.settled.language), spent)


def _agreed(flags: Flags, place: Endpoint, wanted: bool, asks: bool) -> bool:
    if not (asks and flags.asks):
        return wanted
    from quickship import questions

    return questions.sends(place, default=wanted)


def settled(found: road.Understood) -> Product:
    """What the model is told: the person's own words, and what the rules read that it must fit."""
    read = found.product
    labels = found.mine.labels or (idea.listed(read.idea) if read.app == "classifier" else ())
    return replace(found.mine, idea=read.idea, app=read.app, language=read.language, domain=read.domain, labels=labels)
