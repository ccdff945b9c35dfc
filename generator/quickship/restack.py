"""The stack of a project as it was recorded and as it shall be, rendered from its product.toml."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from quickship import alone, answers, foreign, mapping, neutral, own, render, stack, templates, verify
from quickship.errors import GitError, ProductError, TemplateError, TrustError, UpdateError, UsageError
from quickship.flags import Flags
from quickship.product import suggestion
from quickship.project import Recorded
from quickship.recorded import Row
from quickship.staging import Staging
from quickship.templates import PLAIN
from quickship.terms import asker, terms
from quickship.types import Stack, Template, Tree


@dataclass(frozen=True)
class Wanted:
    """What shall become of a stack: what is added and taken out, and whether templates of others are brought as they
    are now, not as they were."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    newest: bool = False


@dataclass(frozen=True)
class Means:
    """How templates are brought and rendered: what the person allows, the project's folder, and where the work is."""

    flags: Flags
    folder: Path
    staging: Staging


@dataclass(frozen=True)
class Rendered:
    """A stack and what it renders to."""

    stack: Stack
    tree: Tree
    warnings: tuple[str, ...] = ()


def rendered(recorded: Recorded, wanted: Wanted, means: Means) -> Rendered:
    """The project as it shall be: the recorded stack, changed as is wanted, from what product.toml says today."""
    rows = _remaining(recorded.rows, wanted)
    brought, changed = _brought(rows, wanted, means)
    found = _stacked(recorded, _features(rows, wanted), brought, means)
    for name in {one.name for one in found.stack.templates} & set(wanted.removed):
        raise TemplateError(f"`{name}` is required by another template of this project", "remove that one, too")
    verify.verify(found.tree, lambda: neutral.neutral(found.stack))
    return replace(found, warnings=(*changed, *found.warnings))


def again(recorded: Recorded, means: Means) -> Tree | None:
    """The render that the project was made from, if all its templates are still what they were."""
    wanted = Wanted()
    means = replace(means, flags=replace(means.flags, settings=(), no_input=True))  # what was answered is recorded
    if any(row.built_in and _digest(row) != row.digest for row in recorded.rows):
        return None
    try:
        brought, _ = _brought(recorded.rows, wanted, means)
        found = _stacked(recorded, _features(recorded.rows, wanted), brought, means)
    except (GitError, TemplateError, TrustError, UsageError):
        return None
    made = [(one.name, one.digest) for one in found.stack.templates]
    return found.tree if made == [(row.name, row.digest) for row in recorded.rows] else None


def _digest(row: Row) -> str:
    known = templates.builtin()
    return templates.read(known[row.name]).digest if row.name in known else ""


def _stacked(recorded: Recorded, features: Sequence[str], brought: Sequence[Template], means: Means) -> Rendered:
    plain = brought[0] if brought and recorded.rows[0].kind == PLAIN else None
    wish = foreign.Wish(_answers(means.flags, brought), asker(means.flags), means.folder.parent)
    said = {} if plain else mapping.of_product(recorded.product)
    ready, sentences = own.answered(brought, said, wish)
    if plain:
        first, *others = ready
        folder = foreign.folder_name(first)
        made = alone.render_over(first, folder, recorded.text, means.staging, features=features, own=others)
        return Rendered(*made, tuple(sentences))
    _check_whole(recorded)
    built = stack.build(recorded.product, recorded.text, features, ready)
    return Rendered(built, render.render(built, means.staging.folder()), tuple(sentences))


def _answers(flags: Flags, brought: Sequence[Template]) -> dict[str, str]:
    if flags.settings and not brought:
        raise UsageError("--set has no question to answer", "what the product says is changed in product.toml")
    return answers.pairs(flags.settings)


def _check_whole(recorded: Recorded) -> None:
    for key in ("name", "slug", "language", "app"):
        if not getattr(recorded.product, key):
            raise ProductError(f"product.toml lacks `product.{key}`", "write it there")


def _remaining(rows: Sequence[Row], wanted: Wanted) -> list[Row]:
    """The recorded rows without those that are removed."""
    removable = [row.name for row in rows[1:] if _is_removable(row)]
    for name in wanted.removed:
        if name not in removable:
            fixed = any(row.name == name for row in rows)
            reason = "is what the project stands on" if fixed else "is no part of this project"
            hint = suggestion(name, removable) if removable else "it has no feature that can be removed"
            raise UpdateError(f"`{name}` {reason}", hint)
    for name in wanted.added:
        if name in [row.name for row in rows]:
            raise UpdateError(f"`{name}` is part of this project already", "quickship update brings it up to date")
    return [row for row in rows if row.name not in wanted.removed]


def _is_removable(row: Row) -> bool:
    """A built-in domain is there because product.toml says so."""
    return row.kind in ("feature", PLAIN) or (row.kind == "domain" and not row.built_in)


def _features(rows: Sequence[Row], wanted: Wanted) -> tuple[str, ...]:
    """The built-in features that are recorded and those that are added."""
    recorded = [row.name for row in rows if row.built_in and row.kind == "feature"]
    known = templates.names("feature")
    for name in recorded:
        if name not in known:
            raise UpdateError(f"this quickship has no feature `{name}`, of which the project is made",
                              f"quickship remove {name}")  # fmt: skip
    return (*recorded, *(name for name in wanted.added if not own.is_source(name, "feature")))


def _brought(rows: Sequence[Row], wanted: Wanted, means: Means) -> tuple[list[Template], tuple[str, ...]]:
    """The templates of others: those of the project, then those that are added."""
    flags, staging = means.flags, means.staging
    allowed = terms(flags.trust, flags.asks, flags.offline)
    found: list[Template] = []
    warnings: list[str] = []
    for row in (row for row in rows if not row.built_in):
        try:
            brought, changed = own.gather([replace(row, commit="") if wanted.newest else row], staging, allowed)
        except (GitError, TemplateError, UsageError) as fault:
            reason = f"`{row.name}`, of which the project is made, cannot be had: {fault.message}"
            raise type(fault)(reason, fault.hint) from fault
        found += brought
        warnings += [] if wanted.newest else changed
    sources = [name for name in wanted.added if own.is_source(name, "feature")]
    return [*found, *own.gather(sources, staging, allowed)[0]], tuple(warnings)
