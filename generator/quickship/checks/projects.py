"""The template in real projects: rendered beside each of the others, verified, and the projects' own tests run."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from quickship import answers, domains, foreign, mapping, neutral, own, render, road, stack, verify, write
from quickship.checks.subject import Finding, Subject
from quickship.errors import QuickshipError
from quickship.staging import Staging
from quickship.types import Product, Stack, Template, Tree

IDEA = {
    "en": "An assistant that answers the questions of new tenants",
    "vi": "Trợ lý trả lời câu hỏi của người thuê nhà",
}
LAST = 3  # lines of a failed run that are shown


@dataclass(frozen=True)
class Project:
    """One stack in which the template stands, and what became of it."""

    names: tuple[str, ...]
    language: str
    outcome: str


def check(subject: Subject, staging: Staging, told: Callable[[Project], None]) -> Iterator[Finding]:
    """Makes every project in which the template meets another, and runs its tests; each outcome is `told`."""
    for app, features, language in meetings(subject):
        names = tuple(one.name for one in (app, *features) if one)
        try:
            built, tree = _rendered(subject, app, features, language, staging)
            outcome = "" if subject.plain else _tested(tree, staging.folder() / built.product.slug)
        except QuickshipError as fault:
            outcome = fault.message
        told(Project(names, language, outcome or "passed"))
        if outcome:
            message = f"with {', '.join(names)} in {language}: {outcome}"
            yield Finding(subject.template.name, 0, message, "make such a project and run `make test` in it")


def meetings(subject: Subject) -> list[tuple[Template | None, list[Template], str]]:
    """An app and features for each project: the template with every app, and with every other feature once; a domain
    with every app in both languages, since its texts are others in each."""
    template = subject.template
    if subject.plain:
        return [(None, [], "en")]
    conflicts = set(template.manifest.get("conflicts", []))
    others = [
        one
        for one in subject.others
        if one.name not in conflicts and template.name not in one.manifest.get("conflicts", [])
    ]
    apps = [template] if template.kind == "app" else [one for one in others if one.kind == "app"]
    features = [one for one in others if one.kind == "feature"]
    mine = [] if template.kind == "app" else [template]
    alone = [(app, mine, language) for language in (IDEA if template.kind == "domain" else ["en"]) for app in apps]
    return [*alone, *((apps[0], [*mine, feature], "vi") for feature in features)]


def _rendered(
    subject: Subject, app: Template | None, features: list[Template], language: str, staging: Staging
) -> tuple[Stack, Tree]:
    wish = foreign.Wish({}, answers.by_default, Path.cwd())
    if app is None:
        (plain,), _ = own.answered([subject.template], {}, wish)
        built = stack.over(plain, Product(name="Checked", slug="checked", language="en"), "", [], [])
    else:
        domain = next((one.name for one in features if one.kind == "domain"), domains.NONE)
        request = road.Request(IDEA[language], Product("Checked", app=app.name, language=language, domain=domain))
        strangers = [one for one in (app, *features) if one.origin]
        found = road.understand(replace(request, own=tuple(strangers)))
        ready, _ = own.answered(strangers, mapping.of_product(found.product), wish)
        named = [one.name for one in features if one.kind == "feature" and not one.origin]
        built = stack.build(found.product, found.text, named, ready)
    tree = render.render(built, staging.folder())
    return built, verify.verify(tree, lambda: neutral.neutral(built))


def _tested(tree: Tree, folder: Path) -> str:
    """Runs the project's own tests; the end of what they say where they fail."""
    write.fill(tree, folder)
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "VIRTUAL_ENV", "LLM_"))
    }
    done = subprocess.run(["make", "test"], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return ""
    said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return "its tests fail: " + " / ".join(said[-LAST:])
