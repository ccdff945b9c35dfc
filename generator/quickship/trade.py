"""What the trade of a product adds to what the rules write for every product."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from string import Template
from typing import Any

from quickship.lexicon import fold, words
from quickship.types import Case, Document, Product

GROUNDS = {"docqa": "documents", "classifier": "labels"}  # what an app answers from; every other from its faq
KEYS = {"faq": "question", "documents": "name"}  # what tells one row from another


def filled(content: Any, name: str) -> Any:
    """The content, or a part of it, with the product's name in the place of `$name`; what a file is called stays."""
    if isinstance(content, str):
        return Template(content).substitute(name=name)
    if isinstance(content, tuple):
        return tuple(filled(each, name) for each in content)
    if isinstance(content, Document):
        return replace(content, text=filled(content.text, name))
    if not dataclasses.is_dataclass(content) or isinstance(content, type):
        return content
    cells = {field.name: filled(getattr(content, field.name), name) for field in dataclasses.fields(content)}
    return replace(content, **cells)


def added(written: Product, trade: Product, said: Product) -> Product:
    """The product as the rules wrote it, with what its trade has for this kind of app.

    Where the person or a draft said what the app answers from, the trade's own is not there to be asked about: of its
    questions only those that must be refused are taken.
    """
    whole = replace(written, consent=trade.consent)
    if written.app == "classifier":
        return _labelled(whole, trade, said)
    ground = GROUNDS.get(written.app, "faq")
    own = bool(getattr(said, ground)) or not getattr(trade, ground)
    unlabelled = tuple(case for case in trade.cases if not case.label and (case.refuses or not own))
    whole = replace(whole, cases=_once((*unlabelled, *written.cases), "input"))
    if own:
        return whole
    rows: dict[str, Any] = {ground: _once((*getattr(trade, ground), *getattr(written, ground)), KEYS[ground])}
    return replace(whole, starters=trade.starters or written.starters, **rows)


def _labelled(written: Product, trade: Product, said: Product) -> Product:
    labels = written.labels or trade.labels
    names = {label.name for label in said.labels or labels}
    cases: tuple[Case, ...] = tuple(case for case in trade.cases if case.label in names)
    return replace(written, labels=labels, cases=cases)


def _once(rows: tuple[Any, ...], key: str) -> tuple[Any, ...]:
    """The rows without those that ask what one before them asks, whatever the case, marks and stops."""
    found: dict[str, Any] = {}
    for row in rows:
        text = getattr(row, key)
        found.setdefault(" ".join(fold(word) for word in words(text) if word != ",") or text, row)
    return tuple(found.values())
