"""The road: idea -> product -> stack -> tree -> verified tree -> folder, walked once from end to end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quickship import git, idea, neutral, render, stack, templates, verify, write
from quickship.errors import ProductError, UsageError
from quickship.product import FIELDS, from_values, merge, parse
from quickship.product_file import dump
from quickship.staging import Staging
from quickship.types import Product, Stack, Tree

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
    warnings: tuple[str, ...] = field(default=())


def understand(request: Request) -> tuple[Product, str, Sequence[str]]:
    """idea -> product: the product, the text of its file, and the features that the file already names."""
    original, known, scaffold = _read_product(request.product_file)
    said = merge(request.said, Product(idea=idea.clean(request.idea) if request.idea else ""))
    text = said.idea or known.idea
    if not text:
        raise UsageError("there is no idea", 'say it in quotes: quickship new "A coach for job interviews"')
    said_or_known = merge(said, known)
    read = idea.read(idea.clean(text), templates.names("app"), said_or_known)
    product = _with_model(merge(said_or_known, read))
    if product.app not in templates.names("app"):
        templates.find(product.app, "app")
    return product, dump(product, original), _features(scaffold)


def plan(request: Request, product: Product, product_toml: str, staging: Staging) -> Plan:
    """product -> stack -> tree -> verified tree, and the place it is for."""
    built = stack.build(product, product_toml, request.features)
    tree = verify.verify(render.render(built, staging.folder()), lambda: neutral.neutral(built))
    place = target(request, product)
    repository = git.repository(place)
    if request.here and repository:
        write.check_absent(tree, place)
    else:
        write.check_target(place)
    return Plan(product, built, tree, place, request.here, request.git, repository)


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


def target(request: Request, product: Product) -> Path:
    """The folder that the project goes to."""
    return Path.cwd() if request.here else (request.output / product.slug).expanduser().absolute()


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


def _features(scaffold: Mapping[str, Any]) -> list[str]:
    rows = scaffold.get("templates", [])
    return [row["name"] for row in rows if isinstance(row, dict) and row.get("kind") == "feature" and "name" in row]


def _with_model(product: Product) -> Product:
    provider = product.provider or DEFAULT_PROVIDER
    return merge(product, Product(provider=provider, model=DEFAULT_MODELS.get(provider, "")))
