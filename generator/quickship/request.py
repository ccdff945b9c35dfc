"""flags -> request: reads the words and flags of `quickship new`; what would have no effect is an error."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from quickship import own, road
from quickship.answers import pairs
from quickship.errors import IdeaError, UsageError
from quickship.flags import Flags
from quickship.product import from_settings, is_key, merge
from quickship.types import Product

FLAG_FIELDS = ("name", "app", "domain", "language", "provider", "model")


def of_idea(flags: Flags) -> road.Request:
    """What a person asked for who has an idea, or a product file."""
    words = _words(flags)
    return road.Request(
        idea=idea_of(words),
        said=_said(flags),
        product_file=Path(flags.product_file).expanduser() if flags.product_file else None,
        features=tuple(name for name in flags.features if not own.is_source(name, "feature")),
        output=Path(flags.output_dir or ""),
        here=words != flags.words,
        git=not flags.no_git,
    )


def of_template(flags: Flags) -> road.Request:
    """What a person asked for who names a template instead: it asks its own questions."""
    words = _words(flags)
    said = [f"--{field}" for field in FLAG_FIELDS if getattr(flags, field) is not None]
    said += ["--draft"] if flags.draft else []
    said += ["--product"] if flags.template and flags.product_file else []
    said += ["an idea"] if words else []
    if said:
        raise UsageError(f"a template of others has no use for {said[0]}", "answer what it asks with --set")
    return road.Request(
        features=tuple(name for name in flags.features if not own.is_source(name, "feature")),
        output=Path(flags.output_dir or ""),
        here=words != flags.words,
        git=not flags.no_git,
    )


def answers(settings: Sequence[str], with_product: bool) -> dict[str, str]:
    """The `--set` pairs that answer what a template asks: where there is a product, those that are no key of it."""
    found = pairs(settings)
    return {key: text for key, text in found.items() if not (with_product and is_key(key))}


def given(text: str) -> str:
    """The text of an idea, which must say something."""
    if not text.strip():
        raise IdeaError("the idea is empty", 'say what it is for: quickship new "A coach for job interviews"')
    return text


def _words(flags: Flags) -> tuple[str, ...]:
    """The words without the `.` that means here."""
    here = bool(flags.words) and flags.words[0] == "."
    words = flags.words[1:] if here else flags.words
    if len(words) > 1:
        raise UsageError("the idea must be one argument", f'put it in quotes: quickship new "{" ".join(words)[:60]}"')
    if here and flags.output_dir:
        raise UsageError("`.` and --output-dir both name the place", "leave one of them out")
    return words


def idea_of(words: tuple[str, ...]) -> str:
    """The text that the words are, or that stands on stdin for `-`."""
    if not words:
        return ""
    if words[0] == "-":
        try:
            return given(sys.stdin.buffer.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise IdeaError("the idea on stdin is not UTF-8", "save it as UTF-8") from None
    return given(words[0])


def _said(flags: Flags) -> Product:
    values = {field: value for field in FLAG_FIELDS if (value := getattr(flags, field)) is not None}
    for field, value in values.items():
        if not value.strip():
            raise UsageError(f"--{field} is empty", "leave it out, or say something")
    settings = from_settings(pair for pair in flags.settings if is_key(pair.partition("=")[0].strip()))
    for field in values:
        if getattr(settings, field) not in ("", None):
            raise UsageError(f"--{field} and --set both say the {field}", "leave one of them out")
    known = {field: value for field, value in values.items() if not _is_template(field, value)}
    return merge(road.checked(known), settings)


def _is_template(field: str, value: str) -> bool:
    """Does the flag name a template of others? The product is told of it once it is there."""
    return field in ("app", "domain") and own.is_source(value, field)
