"""The road: idea -> product -> stack -> tree -> verified tree -> folder, walked once from end to end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from quickship import git, idea, neutral, render, stack, templates, verify, write
from quickship.errors import ProductError, UsageError
from quickship.kinds import Reading
from quickship.product import FIELDS, from_values, merge, parse
from quickship.product_file import dump
from quickship.recorded import Row, rows
from quickship.slug import slugify
from quickship.staging import Staging
from quickship.types import File, Product, Stack, Template, Tree

DEFAULT_PROVIDER = "openai"
DEFAULT_MODELS = {"openai": "gpt-6-luna", "azure": "gpt-6-luna", "openrouter": "gpt-6-luna"}


@dataclass(frozen=True)
class Request:
    """What a person asked for: an idea or a product file, what they said beside it, and where it shall go."""

    idea: str = ""
    said: Product = Product()
    product_file: Path | None = None
    features: tuple[str, ...] = ()
    output: Path = Path()
    here: bool = False
    git: bool = True
    own: tuple[Template, ...] = ()


@dataclass(frozen=True)
class Understood:
    """The product, the text of its file, the features that the file already names, and how its kind was read off the
    idea: None where the person said it."""

    product: Product
    text: str
    features: tuple[str, ...] = ()
    reading: Reading | None = None


@dataclass(frozen=True)
class Plan:
    """Everything that would be written, and where; nothing is written yet."""

    product: Product
    stack: Stack
    tree: Tree
    target: Path
    here: bool
    git: bool
    repository: Path | None
    reading: Reading | None = None
    warnings: tuple[str, ...] = field(default=())


def understand(request: Request) -> Understood:
    """idea -> product."""
    original, known, scaffold = _read_product(request.product_file)
    said = merge(request.said, Product(idea=idea.clean(request.idea) if request.idea else ""))
    text = said.idea or known.idea
    if not text:
        raise UsageError("there is no idea", 'say it in quotes: quickship new "A coach for job interviews"')
    said_or_known = merge(said, known)
    apps = [*templates.names("app"), *(one.name for one in request.own if one.kind == "app")]
    reading = None if said_or_known.app else idea.kind(idea.clean(text), apps)
    chosen = merge(said_or_known, Product(app=reading.app)) if reading else said_or_known
    product = _with_model(merge(said_or_known, idea.read(idea.clean(text), apps, chosen)))
    if product.app not in apps:
        templates.find(product.app, "app")
    return Understood(product, dump(product, original), _features(scaffold), reading)


def plan(request: Request, found: Understood, staging: Staging) -> Plan:
    """product -> stack -> tree -> verified tree, and the place it is for."""
    built = stack.build(found.product, found.text, request.features, request.own)
    ready = planned(request, built, render.render(built, staging.folder()), target(request, found.product))
    return replace(ready, reading=found.reading)


def plan_over(request: Request, plain: Template, folder: str, staging: Staging) -> Plan:
    """The same for a plain cookiecutter template: no product, and its answers stand in `[scaffold]`."""
    slug = slugify(folder if any(char.isalnum() for char in folder) else "project", ())
    product = Product(name=folder, slug=slug, language="en")
    built = stack.over(plain, product, "", request.features, request.own)
    tree = render.render(built, staging.folder())
    written = {"product.toml": File(built.product_toml.encode(), False, "quickship")}
    plan = planned(request, built, dict(sorted({**written, **tree}.items())), target(request, product, folder))
    return replace(plan, warnings=_lost(built, tree))


def _lost(built: Stack, tree: Tree) -> tuple[str, ...]:
    """What a stack without a base has no place for."""
    sentences = []
    for one in built.templates:
        if keys := [key for key, share in one.contributes.items() if share]:
            sentences.append(f"`{one.name}` contributes {', '.join(keys)}: no base takes it up")
    if "product.toml" in tree:
        sentences.append("the template writes a product.toml of its own: the answers are kept nowhere")
    return tuple(sentences)


def planned(request: Request, built: Stack, tree: Tree, place: Path) -> Plan:
    """tree -> verified tree, for a place that can take it."""
    verify.verify(tree, lambda: neutral.neutral(built))
    repository = git.repository(place)
    if request.here and repository:
        write.check_absent(tree, place)
    else:
        write.check_target(place)
    return Plan(built.product, built, tree, place, request.here, request.git, repository)


def carry_out(plan: Plan, staging: Staging) -> str:
    """verified tree -> folder; returns the scaffold commit, or nothing without git."""
    commit = ""

    def finish(project: Path) -> None:
        nonlocal commit
        commit = _scaffold(plan, project, staging) if plan.git else ""

    place = write.write_into if plan.here else write.write
    place(plan.tree, plan.target, staging, finish)
    if commit and plan.repository:
        git.name_commit(plan.repository, plan.product.slug, commit)
    return commit


def _scaffold(plan: Plan, project: Path, staging: Staging) -> str:
    if not plan.repository:
        return git.own(project, plan.tree, plan.product.name)
    workshop = staging.folder()
    write.fill(plan.tree, workshop / "pristine")
    return git.beside(plan.repository, workshop / "pristine", plan.tree, plan.product.name, workshop / "index")


def target(request: Request, product: Product, folder: str = "") -> Path:
    """The folder that the project goes to."""
    return Path.cwd() if request.here else (request.output / (folder or product.slug)).expanduser().absolute()


def templates_of(file: Path | None) -> list[Row]:
    """The templates that a product file names."""
    return rows(_read_product(file)[2])


def checked(values: Mapping[str, str]) -> Product:
    """A product that says just this, each value held to what product.toml allows."""
    paths = {field: path for path, field in FIELDS.items()}
    return from_values({paths[field]: value for field, value in values.items()})


def _read_product(file: Path | None) -> tuple[str, Product, Mapping[str, Any]]:
    if file is None:
        return "", Product(), {}
    path = file / "product.toml" if file.is_dir() else file
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ProductError(f"{path} is not UTF-8", "save it as UTF-8") from None
    except OSError as error:
        hint = "name a product.toml, or the project that holds one"
        raise ProductError(f"{path} cannot be read: {error.strerror}", hint) from None
    product, scaffold = parse(text)
    return text, product, scaffold


def _features(scaffold: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(row.name for row in rows(scaffold) if row.kind == "feature" and row.built_in and row.name)


def _with_model(product: Product) -> Product:
    provider = product.provider or DEFAULT_PROVIDER
    return merge(product, Product(provider=provider, model=DEFAULT_MODELS.get(provider, "")))
