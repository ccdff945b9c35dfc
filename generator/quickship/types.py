"""The vocabulary of the road: idea -> product -> stack -> tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Faq:
    question: str
    answer: str


@dataclass(frozen=True)
class Label:
    name: str
    description: str = ""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """One line of evals/cases.jsonl: an input and what its reply must keep to."""

    input: str
    contains: tuple[str, ...] = ()
    not_contains: tuple[str, ...] = ()
    matches: str = ""
    refuses: bool = False
    language: str = ""
    max_words: int = 0
    label: str = ""


@dataclass(frozen=True)
class Document:
    name: str
    text: str


@dataclass(frozen=True)
class Product:
    """What an idea was understood to be; an empty field is one that nobody filled yet."""

    name: str = ""
    slug: str = ""
    tagline: str = ""
    idea: str = ""
    audience: str = ""
    language: str = ""
    app: str = ""
    domain: str = ""
    hue: int | None = None
    provider: str = ""
    model: str = ""
    instructions: str = ""
    starters: tuple[str, ...] = ()
    faq: tuple[Faq, ...] = ()
    labels: tuple[Label, ...] = ()
    choose: str = ""
    cases: tuple[Case, ...] = ()
    documents: tuple[Document, ...] = ()
    consent: str = ""  # what a visitor is told where they write


@dataclass(frozen=True)
class Origin:
    """Where a template of others comes from, in the words of cookiecutter's own command."""

    template: str
    repo_dir: str
    checkout: str | None = None
    commit: str = ""  # the commit of a git repository


@dataclass(frozen=True)
class Template:
    """A folder with a cookiecutter.json and one `{{cookiecutter.slug}}/` folder.

    One that is not built in also knows where it comes from, what was answered to its questions and, once they were,
    the whole context that cookiecutter renders it with.
    """

    name: str
    kind: str
    path: Path
    source: str
    digest: str
    context: Mapping[str, Any] = field(repr=False)
    origin: Origin | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    said: Mapping[str, Any] = field(default_factory=dict, repr=False)
    hooks: bool = False  # may its scripts run?

    @property
    def manifest(self) -> Mapping[str, Any]:
        manifest: Mapping[str, Any] = self.context.get("_quickship", {})
        return manifest

    @property
    def contributes(self) -> Mapping[str, Any]:
        contributes = self.manifest.get("contributes", {})
        return contributes if isinstance(contributes, dict) else {}


@dataclass(frozen=True)
class Stack:
    """The ordered templates of one project, the product they are for, and what they contribute."""

    product: Product
    product_toml: str
    templates: tuple[Template, ...]
    contributed: Mapping[str, Any]

    @property
    def plain(self) -> bool:
        """Does it stand on a plain cookiecutter template, with no base?"""
        return self.templates[0].kind == "plain"


@dataclass(frozen=True)
class File:
    """One file of the tree: its bytes, whether it may be executed, the template that owns it, and whether it is the
    same in every project, because a built-in template has it copied as it is.

    What a plain cookiecutter template writes keeps its mode bits exactly, and its content is that template's affair.
    A path that ends with a slash is a folder.
    """

    data: bytes
    executable: bool
    owner: str
    fixed: bool = False
    mode: int | None = None

    @property
    def plain(self) -> bool:
        return self.mode is not None


Tree = dict[str, File]
