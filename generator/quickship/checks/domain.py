"""A domain changes data, never code: it contributes texts to the product, and what is wrong in them has its line."""

from __future__ import annotations

from collections.abc import Iterator

from quickship import domains, inventory
from quickship.checks.subject import Finding, Subject, text
from quickship.errors import ProductError, VerifyError
from quickship.product import suggestion
from quickship.product_lines import Place, line_of
from quickship.types import File, Product
from quickship.verify import check_paths

SHARES = {"product", "readme"}
Fault = tuple[Place, str, str]  # where, what is wrong, what to do


def check(subject: Subject) -> Iterator[Finding]:
    """What is wrong with a domain; of every other template, that it contributes what only a domain does."""
    files = subject.template.contributes.get("product", {})
    if subject.template.kind != "domain":
        if files:
            yield subject.said("only a domain contributes `product`", 'its kind would be "domain"', "product")
        return
    yield from limits(subject)
    if not files:
        fix = 'write {"en": "product.en.toml"} there, and the file'
        yield subject.said("the domain contributes no `product`", fix, "contributes")
    for name in dict.fromkeys(files.values()):
        yield from _file(subject, name)


def limits(subject: Subject) -> Iterator[Finding]:
    """What a domain may not do: write files, run scripts, or contribute more than texts."""
    if subject.template.kind != "domain":
        return
    fix = "say it in product.<language>.toml, or make a feature of it"
    for path, file in subject.paths.items():
        if path != domains.PLACEHOLDER:
            yield Finding(subject.place(file), 1, "a domain writes no files", fix)
    for path in inventory.hooks(subject.template.path):
        yield Finding(path, 1, "a domain runs no scripts", "take it out, or make a feature of it")
    for key, share in subject.template.contributes.items():
        if share and key not in SHARES:
            yield subject.said(f"a domain contributes no `{key}`", "make a feature of it", "contributes", key)
    if subject.context.get("_extensions"):
        yield subject.said("a domain has no extensions", "take them out: nothing of it is rendered", "_extensions")


def _file(subject: Subject, name: str) -> Iterator[Finding]:
    """The faults of one file: the first that keeps it from being read, else all."""
    file = subject.template.path / name
    said = text(file) if file.is_file() else None
    if said is None:
        yield subject.said(f"there is no {name}, or it is no text", "write the file, or take it out", "product", name)
        return
    try:
        found = list(_faults(domains.parse(said)))
    except ProductError as fault:
        found = [(fault.place, fault.message, fault.hint or "docs/domains.md says what may stand there")]
    for place, message, fix in found:
        yield Finding(name, line_of(said, place) or 1, message, fix)


def _faults(content: Product) -> Iterator[Fault]:
    """What does not fit together in texts that can be read."""
    yield from _unanswered(content)
    yield from _mislabelled(content)
    yield from _twice(content)
    for number, document in enumerate(content.documents):
        try:
            check_paths({f"documents/{document.name}": File(b"", False, "")})
        except VerifyError as fault:
            yield ("documents", number, "name"), fault.message, "choose another name"


def _unanswered(content: Product) -> Iterator[Fault]:
    questions = [entry.question for entry in content.faq]
    for starter in content.starters:
        if starter not in questions:
            fix = "write it word for word as the question of a [[faq]] entry"
            yield ("starters",), f"`starters` asks what no entry of the faq does: {starter}", fix


def _mislabelled(content: Product) -> Iterator[Fault]:
    names = [label.name for label in content.labels]
    examples = {_same(example) for label in content.labels for example in label.examples}
    for number, case in enumerate(content.cases):
        if case.label and case.label not in names:
            fix = suggestion(case.label, names)
            yield ("cases", number, "label"), f"`label` is none of the labels: {case.label}", fix
        if case.label and _same(case.input) in examples:
            fix = "ask what nothing was learned from"
            yield ("cases", number, "input"), f"`input` is an example of a label: {case.input}", fix


def _twice(content: Product) -> Iterator[Fault]:
    """Texts that stand in one list twice, where the second would never be seen."""
    rows: list[tuple[Place, str]] = [
        *((("faq", number, "question"), entry.question) for number, entry in enumerate(content.faq)),
        *((("labels", number, "name"), label.name) for number, label in enumerate(content.labels)),
        *((("cases", number, "input"), case.input) for number, case in enumerate(content.cases)),
        *((("documents", number, "name"), document.name) for number, document in enumerate(content.documents)),
        *((("labels", at, "examples"), each) for at, label in enumerate(content.labels) for each in label.examples),
    ]
    seen = set()
    for place, said in rows:
        key = (place[0], place[-1], _same(said))
        if key in seen:
            yield place, f"`{place[-1]}` says one thing twice: {said}", "take one of them out"
        seen.add(key)


def _same(said: str) -> str:
    return " ".join(said.casefold().split())
