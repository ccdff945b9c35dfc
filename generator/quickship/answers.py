"""The questions of a cookiecutter template and their answers, as cookiecutter asks them, but for one thing.

What a person answers is data and is never rendered. cookiecutter renders its `extra_context`; here only what the
template itself says, its defaults and choices, is.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from quickship.errors import TemplateError, UsageError
from quickship.product import suggestion

# How rich, which cookiecutter asks with, styles text; other words in brackets are words.
COLOURS = "red|green|yellow|blue|magenta|cyan|white"
STYLE = re.compile(rf"\[/?(?:(?:bold|dim|italic|underline|b|i|u|[a-z_]*(?:{COLOURS})) ?)*\]")


@dataclass(frozen=True)
class Question:
    """One question: its variable, its words, the answer it suggests, and for a choice each value with its words."""

    name: str
    words: str
    default: Any
    choices: tuple[tuple[Any, str], ...] = ()


Ask = Callable[[Question], Any]


def by_default(question: Question) -> Any:
    """Answers as cookiecutter's `--no-input` does."""
    return question.default


def collect(context: dict[str, Any], given: Mapping[str, Any], ask: Ask) -> dict[str, Any]:
    """The value of every variable of `context["cookiecutter"]`: given, asked for, rendered or, if private, as it is.

    Dicts come last, since they may refer to all the others.
    """
    from cookiecutter.prompt import render_variable
    from cookiecutter.utils import create_env_with_context

    environment = create_env_with_context(context)
    prompts = context["cookiecutter"].pop("__prompts__", {})
    values: dict[str, Any] = OrderedDict()

    def answer(key: str, raw: Any) -> Any:
        rendered = render_variable(environment, raw, values)
        if key.startswith("__"):
            return rendered
        if key in given:
            return _given(key, rendered, given[key])
        return ask(_question(key, rendered, prompts.get(key)))

    for key, raw in context["cookiecutter"].items():
        if key.startswith("_") and not key.startswith("__"):
            values[key] = raw
        elif key.startswith("__") or not isinstance(raw, dict):
            values[key] = answer(key, raw)
    for key, raw in context["cookiecutter"].items():
        if isinstance(raw, dict) and (key.startswith("__") or not key.startswith("_")):
            values[key] = answer(key, raw)
    return values


def pairs(settings: Iterable[str]) -> dict[str, str]:
    """The `--set key=value` pairs."""
    found = {}
    for pair in settings:
        key, equals, text = pair.partition("=")
        if not equals:
            raise UsageError(f"`--set {pair}` has no `=`", "write it as --set key=value")
        found[key.strip()] = text
    return found


def public(context: Mapping[str, Any]) -> list[str]:
    """The variables that a template asks for."""
    return [key for key in context if not key.startswith("_")]


def check_known(given: Mapping[str, Any], known: list[str], source: str) -> None:
    """Refuses an answer to a question that is not asked."""
    for key in given:
        if key not in known:
            raise TemplateError(f"`{source}` does not ask for `{key}`", suggestion(key, known))


def _question(key: str, rendered: Any, words: Any) -> Question:
    """cookiecutter's `__prompts__` gives a text, or for a choice a text for each of its values, too."""
    labels = words if isinstance(words, dict) else {}
    text = labels.get("__prompt__") if labels else words
    shown = STYLE.sub("", str(text)) if text else key
    if not isinstance(rendered, list):
        return Question(key, shown, rendered)
    if not rendered:
        raise TemplateError(f"the template offers no choice for `{key}`")
    choices = tuple((value, STYLE.sub("", str(labels.get(str(value), value)))) for value in rendered)
    return Question(key, shown, rendered[0], choices)


def _given(key: str, rendered: Any, value: Any) -> Any:
    if isinstance(rendered, list):
        if value not in rendered:
            raise TemplateError(f"`{key}` cannot be `{value}`", f"one of: {', '.join(map(str, rendered))}")
        return value
    if isinstance(rendered, bool):
        return value if isinstance(value, bool) else _yes_or_no(key, str(value))
    if isinstance(rendered, dict):
        return value if isinstance(value, dict) else _object(key, str(value))
    return value if isinstance(value, str) or value is None else str(value)


def _yes_or_no(key: str, text: str) -> bool:
    from cookiecutter.prompt import YesNoPrompt
    from rich.prompt import InvalidResponse

    try:
        return bool(YesNoPrompt().process_response(text))
    except InvalidResponse:
        raise TemplateError(f"`{key}` cannot be `{text}`", "say yes or no") from None


def _object(key: str, text: str) -> dict[str, Any]:
    from cookiecutter.prompt import process_json
    from rich.prompt import InvalidResponse

    try:
        found: dict[str, Any] = process_json(text)
    except InvalidResponse:
        raise TemplateError(f"`{key}` takes a JSON object", 'such as {"a": "b"}') from None
    return found
