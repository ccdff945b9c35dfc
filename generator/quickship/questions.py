"""The questions of a terminal, with arrow-key menus."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import questionary

from quickship import domains, templates
from quickship.answers import Question
from quickship.choices import APPS, LANGUAGES
from quickship.endpoint import Endpoint
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
        "another domain": lambda: _say(request, Product(domain=_choose("Domain", _domains()))),
        "other features": lambda: replace(request, features=_features(request)),
    }
    for kind, change in (("app", "another kind of app"), ("domain", "another domain")):
        if any(template.kind == kind for template in request.own):
            del changes[change]
    words = ["make it", *changes, "stop"]
    answer = _answer(questionary.select("Go on?", choices=words))
    if answer == "stop":
        return None
    return changes[answer]() if answer in changes else request


def ask(question: Question) -> Any:
    """Asks what a cookiecutter template asks; what is answered is data."""
    words = question.words
    if question.choices:
        choices = [questionary.Choice(title, value=value) for value, title in question.choices]
        return _answer(questionary.select(words, choices=choices))
    if isinstance(question.default, bool):
        return _answer(questionary.confirm(words, default=question.default))
    if isinstance(question.default, dict):
        shown = json.dumps(question.default, ensure_ascii=False)
        return json.loads(_answer(questionary.text(f"{words} (JSON)", default=shown, validate=_is_object)))
    needed = question.default is None
    default = "" if needed else str(question.default)
    return _answer(questionary.text(words, default=default, validate=lambda text: bool(text) or not needed))


def trusts(source: str) -> bool:
    """Asks whether the code of a template of others may run; the answer is no unless it is yes."""
    return bool(_answer(questionary.confirm(f"Trust all of {source}, and run it?", default=False)))


def sends(endpoint: Endpoint, default: bool) -> bool:
    """Asks whether the idea may leave this machine to be drafted."""
    question = f"Send the idea to {endpoint.host}, so that {endpoint.model} drafts the product?"
    return bool(_answer(questionary.confirm(question, default=default)))


def _is_object(text: str) -> bool | str:
    try:
        return isinstance(json.loads(text), dict) or "a JSON object, please"
    except ValueError:
        return "a JSON object, please"


def _say(request: Request, said: Product) -> Request:
    return replace(request, said=merge(said, request.said))


def _choose(question: str, names: Any) -> str:
    titles = {**APPS, **LANGUAGES}
    choices = [questionary.Choice(titles.get(name, name), value=name) for name in names]
    return str(_answer(questionary.select(question, choices=choices)))


def _domains() -> list[str]:
    return [*templates.names("domain"), domains.NONE]


def _features(request: Request) -> tuple[str, ...]:
    names = templates.names("feature")
    choices = [questionary.Choice(name, checked=name in request.features) for name in names]
    return tuple(sorted(_answer(questionary.checkbox("Features", choices=choices))))


def _answer(question: questionary.Question) -> Any:
    answer = question.ask(kbi_msg="")
    if answer is None:
        raise Interrupted("nothing was written")
    return answer
