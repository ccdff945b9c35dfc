"""The questions of a terminal, with arrow-key menus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import questionary

from quickship import templates
from quickship.choices import APPS, LANGUAGES
from quickship.errors import Interrupted
from quickship.product import merge
from quickship.road import Request
from quickship.types import Product


def idea() -> str:
    """Asks for the idea."""
    return str(_answer(questionary.text("What shall it do, and for whom?")))


def go_on(request: Request, product: Product) -> Request | None:
    """Asks whether to make it; the same request means yes, another one a change, None a no."""
    changes: dict[str, Callable[[], Request]] = {
        "another name": lambda: _say(request, Product(name=_answer(questionary.text("Name", default=product.name)))),
        "another kind of app": lambda: _say(request, Product(app=_choose("Kind of app", templates.names("app")))),
        "another language": lambda: _say(request, Product(language=_choose("Language", LANGUAGES))),
        "other features": lambda: replace(request, features=_features(request)),
    }
    words = ["make it", *changes, "stop"]
    answer = _answer(questionary.select("Go on?", choices=words))
    if answer == "stop":
        return None
    return changes[answer]() if answer in changes else request


def _say(request: Request, said: Product) -> Request:
    return replace(request, said=merge(said, request.said))


def _choose(question: str, names: Any) -> str:
    titles = {**APPS, **LANGUAGES}
    choices = [questionary.Choice(titles.get(name, name), value=name) for name in names]
    return str(_answer(questionary.select(question, choices=choices)))


def _features(request: Request) -> tuple[str, ...]:
    names = templates.names("feature")
    choices = [questionary.Choice(name, checked=name in request.features) for name in names]
    return tuple(sorted(_answer(questionary.checkbox("Features", choices=choices))))


def _answer(question: questionary.Question) -> Any:
    answer = question.ask(kbi_msg="")
    if answer is None:
        raise Interrupted("nothing was written")
    return answer
