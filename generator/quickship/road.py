"""The road: idea -> product -> stack -> tree -> verified tree -> folder, walked once from end to end."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quickship import alone, domains, git, idea, neutral, render, stack, templates, verify, write
from quickship.by_hand import digests, extended
from quickship.choices import DEFAULT_MODEL
from quickship.errors import ProductError, TemplateError, UsageError
from quickship.kinds import Reading
from quickship.product import FIELDS, from_values, merge, parse
from quickship.product_file import dump, with_drafted
from quickship.product_lines import line_of
from quickship.recorded import Row, rows
from quickship.staging import Staging
from quickship.types import Product, Stack, Template, Tree

if TYPE_CHECKING:
    from quickship.draft import Spent

DEFAULT_PROVIDER = "openai"
DEFAULT_MODELS = dict.fromkeys(("openai", "azure", "openrouter"), DEFAULT_MODEL)


@dataclass(frozen=True)
class Request:
    """What a person asked for: an idea or a product file, what they said beside it, and where it shall go; what a model
    drafted for it, and for a redraft what stays of the product file."""

    idea: str = ""
    said: Product = Product()
    product_file: Path | None = None
    features: tuple[str, ...] = ()
    output: Path = Path()
    here: bool = False
    git: bool = True
    own: tuple[Template, ...] = ()
    drafted: Product = Product()
    mine: Product | None = None


@dataclass(frozen=True)
class Understood:
    """The product, the text of its file, the features that the file already names, how its kind was read off the idea,
    None where the person said it, and what of the product is the person's own."""

    product: Product
    text: str
    features: tuple[str, ...] = ()
    reading: Reading | None = None
    mine: Product = Product()


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
    spent: Spent | None = None
    warnings: tuple[str, ...] = field(default=())


def understand(request: Request) -> Understood:
    """idea -> product: what the person said and kept comes first, then what a model drafted, the domain, the rules."""
    original, known, scaffold = _read_product(request.product_file)
    said = merge(request.said, Product(idea=idea.clean(request.idea) if request.idea else ""))
    mine = merge(said, known if request.mine is None else request.mine)
    if not mine.idea:
        raise UsageError("there is no idea", 'say it in quotes: quickship new "A coach for job interviews"')
    text = idea.clean(mine.idea)
    apps = app_names(request)
    reading = None if mine.app else idea.kind(text, apps)
    settled = merge(mine, Product(app=reading.app)) if reading else mine
    there = {row.name for row in rows(scaffold) if row.kind == "domain"}
    if mine.domain not in ("", domains.NONE, *there, *_names("domain", request)):
        _refuse("domain", mine.domain, original if known.domain == mine.domain else "")
    trade = _trade(request.own, there)
    read = idea.read(text, apps, settled, trade=trade)
    drafted = request.drafted if (read.app, read.language) == (request.drafted.app, request.drafted.language) else None
    whole = mine
    if drafted:
        read = idea.read(text, apps, merge(settled, drafted), drafted.instructions, trade)
        whole = merge(mine if request.mine is None else extended(mine, drafted), replace(drafted, instructions=""))
    product = _with_model(merge(whole, read))
    if product.app not in apps:
        _refuse("app", product.app, original if known.app else "")
    toml = dump(product, original)
    if drafted:
        toml = with_drafted(toml, set(digests(product)) - set(digests(mine)))
    return Understood(product, toml, _features(scaffold), reading, mine)


def by_rules(said: Product, request: Request) -> Product:
    """What the rules and the domain, if it can be read here, write for the idea that is said."""
    away = {said.domain}.difference(_names("domain", request))
    return idea.read(said.idea, app_names(request), said, trade=_trade(request.own, away))


def _trade(own: Sequence[Template], there: Collection[str] = ()) -> idea.Trade:
    """Gives the texts of a domain; nothing of those that stand `there` already, of which their owner took out some."""
    return lambda name, language: Product() if name in there else domains.content(name, language, own)


def _refuse(kind: str, name: str, original: str) -> None:
    """Names the nearest template of the kind, and where the product file names this one."""
    try:
        templates.find(name, kind)
    except TemplateError as fault:
        line = line_of(original, ("product", kind))
        raise TemplateError(f"product.toml:{line}: {fault.message}" if line else fault.message, fault.hint) from None


def app_names(request: Request) -> list[str]:
    """The kinds of app that there are, the person's own after the built-in ones."""
    return _names("app", request)


def _names(kind: str, request: Request) -> list[str]:
    return [*templates.names(kind), *(one.name for one in request.own if one.kind == kind)]


def plan(request: Request, found: Understood, staging: Staging) -> Plan:
    """product -> stack -> tree -> verified tree, and the place it is for."""
    built = stack.build(found.product, found.text, request.features, request.own)
    ready = planned(request, built, render.render(built, staging.folder()), target(request, found.product))
    return replace(ready, reading=found.reading)


def plan_over(request: Request, plain: Template, folder: str, staging: Staging) -> Plan:
    """The same for a plain cookiecutter template: no product, and its answers stand in `[scaffold]`."""
    built, tree = alone.render_over(plain, folder, "", staging, features=request.features, own=request.own)
    plan = planned(request, built, tree, target(request, built.product, folder))
    return replace(plan, warnings=_lost(built, tree))


def _lost(built: Stack, tree: Tree) -> tuple[str, ...]:
    """What a stack without a base has no place for."""
    sentences = []
    for one in built.templates:
        if keys := [key for key, share in one.contributes.items() if share]:
            sentences.append(f"`{one.name}` contributes {', '.join(keys)}: no base takes it up")
    if tree["product.toml"].plain:
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


def read_file(file: Path) -> tuple[Product, list[str]]:
    """The product that a file holds, and the digests of what was drafted of it."""
    _, product, scaffold = _read_product(file)
    drafted = scaffold.get("drafted", [])
    return product, drafted if isinstance(drafted, list) else []


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
