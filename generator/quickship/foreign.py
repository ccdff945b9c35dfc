"""Templates of others, once trusted, made ready to be rendered as cookiecutter's own command would render them."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from quickship import answers, at_home, templates
from quickship.answers import Ask, Question
from quickship.cookiecutterrc import configuration
from quickship.errors import TemplateError, VerifyError
from quickship.postponed import postpone
from quickship.types import Origin, Template
from quickship.verify import holds_secret


@dataclass(frozen=True)
class Wish:
    """What is wanted of a template of others: answers given beforehand, how to ask for the others, the folder that
    the project is made in, and whether the template's hooks may run."""

    given: Mapping[str, Any]
    ask: Ask
    output: Path
    hooks: bool = True


def prepare(template: Template, wish: Wish) -> tuple[Template, list[str]]:
    """Has the template's questions answered; returns it with its whole context, and warnings.

    A template that offers others becomes the one that is chosen.
    """
    assert template.origin
    postpone()
    with at_home.at_home(template.path, template.name):
        if wish.hooks:
            _pre_prompt(template.path)
        context, sentences = _context(template.path)
        if {"template", "templates"} & set(context["cookiecutter"]):
            nested, choice = _nested(template, context, wish)
            prepared, more = prepare(nested, replace(wish, given=_without(wish.given, *choice)))
            return replace(prepared, answers={**choice, **prepared.answers}), sentences + more
        answers.check_known(wish.given, answers.public(context["cookiecutter"]), template.source)
        values = answers.collect(context, wish.given, wish.ask)
        context["cookiecutter"].update(values)
        context["cookiecutter"].update(_surroundings(template.origin, wish.output))
        _check_paths(template.path, context)
    kept, more = _kept(values, template)
    ready = replace(template, context=context["cookiecutter"], answers=kept, said=context, hooks=wish.hooks)
    return ready, sentences + more


def _kept(values: Mapping[str, Any], template: Template) -> tuple[dict[str, Any], list[str]]:
    """The answers that product.toml may hold: no secrets, ever."""
    said = {key: value for key, value in values.items() if not key.startswith("_")}
    secret = {key for key, value in said.items() if holds_secret(str(value).encode("utf-8", "replace"))}
    sentences = [f"the answer to `{key}` looks like a secret: product.toml leaves it out" for key in sorted(secret)]
    return {key: value for key, value in said.items() if key not in secret}, sentences


def folder_name(template: Template) -> str:
    """The name of the folder that the prepared template makes."""
    with at_home.at_home(template.path, template.name):
        environment, body = _body(template.path, template.said)
        return str(environment.from_string(body.name).render(**template.said))


def _pre_prompt(repo: Path) -> None:
    """Runs the hook before the questions; cookiecutter copies the template for it, ours is a copy already."""
    from cookiecutter.hooks import find_hook, run_script
    from cookiecutter.utils import work_in

    with work_in(repo):
        for script in find_hook("pre_prompt") or []:
            run_script(script, str(repo))


def _context(repo: Path) -> tuple[dict[str, Any], list[str]]:
    from cookiecutter.generate import generate_context

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        context: dict[str, Any] = generate_context(
            str(repo / templates.MANIFEST), default_context=configuration()["default_context"]
        )
    context["_cookiecutter"] = {key: context["cookiecutter"][key] for key in answers.public(context["cookiecutter"])}
    return context, [str(warning.message) for warning in caught]


def _nested(template: Template, context: dict[str, Any], wish: Wish) -> tuple[Template, dict[str, Any]]:
    """The template that is chosen of those that this one offers, and the choice as an answer."""
    options, key = _options(context)
    choices = tuple((name, title) for name, (title, _) in options.items())
    question = Question(key, "Select a template", choices[0][0], choices)
    choice = wish.given.get(key, wish.given.get("template")) or wish.ask(question)
    if choice not in options:
        raise TemplateError(f"`{template.source}` offers no `{choice}`", f"one of: {', '.join(options)}")
    root, path = template.path.resolve(), options[choice][1]
    folder = (root / path).resolve()
    if os.path.isabs(path) or not folder.is_relative_to(root):
        raise TemplateError(f"`{template.source}` offers `{choice}` outside of itself: {path}")
    assert template.origin
    place = str(Path(template.origin.repo_dir).resolve() / folder.relative_to(root))
    origin = Origin(place, place, template.origin.checkout, template.origin.commit)
    return replace(template, path=folder, origin=origin), {key: choice}


def _options(context: dict[str, Any]) -> tuple[dict[str, tuple[str, str]], str]:
    """What can be chosen, each with its title and path: the newer form is a dict, the older a list of texts."""
    import re

    from cookiecutter.prompt import render_variable
    from cookiecutter.utils import create_env_with_context

    if rows := context["cookiecutter"].get("templates"):
        return {name: (str(row.get("title", name)), str(row["path"])) for name, row in rows.items()}, "templates"
    environment = create_env_with_context(context)
    texts = [str(render_variable(environment, raw, {})) for raw in context["cookiecutter"]["template"]]
    return {text: (text, found[1]) for text in texts if (found := re.search(r"\((.+)\)", text))}, "template"


def _without(given: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in given.items() if key not in {*keys, "template"}}


def _surroundings(origin: Origin, output: Path) -> dict[str, Any]:
    return {
        "_template": origin.template,
        "_output_dir": os.path.abspath(output),
        "_repo_dir": origin.repo_dir,
        "_checkout": origin.checkout,
    }


def _body(repo: Path, context: Mapping[str, Any]) -> tuple[Any, Path]:
    from cookiecutter.find import find_template
    from cookiecutter.utils import create_env_with_context

    environment = create_env_with_context(dict(context))
    return environment, Path(find_template(repo, environment))


def _check_paths(repo: Path, context: dict[str, Any]) -> None:
    """Refuses what cookiecutter would write outside of the project, or render a second time, before it does so."""
    environment, body = _body(repo, context)
    for path in (body.name, *_paths(body, context)):
        written = environment.from_string(path).render(**context)
        if written.startswith("/") or ".." in PurePosixPath(written).parts:
            raise VerifyError(f"the path `{written}` leaves the project", "give other answers")
    top = environment.from_string(body.name).render(**context)
    if environment.from_string(top).render(**context) != top:
        raise VerifyError(f"the name `{top}` of the project's folder would be rendered again", "give other answers")


def _paths(body: Path, context: dict[str, Any]) -> Iterator[str]:
    """The paths in a template's body that cookiecutter renders."""
    from cookiecutter.generate import is_copy_only_path

    for root, folders, names in os.walk(body):
        place = Path(root).relative_to(body)
        yield from (str(place / name) for name in (*folders, *names))
        folders[:] = [name for name in folders if not is_copy_only_path(str(place / name), context)]
