"""The eight domains: whole in both languages, fit for every app, and what their projects answer is what they say."""

from __future__ import annotations

import json
import re
import subprocess
from itertools import product as every
from pathlib import Path

import pytest

from conftest import COMMAND
from quickship import domains, road, templates
from quickship.checks.domain import check
from quickship.checks.subject import Subject
from quickship.choices import APPS, LANGUAGES
from quickship.lexicon import rules_of
from quickship.staging import Staging
from quickship.types import Product

NAMES = templates.names("domain")
TEXTS = [(name, language) for name in NAMES for language in LANGUAGES]
EVALUATED = [*every(NAMES, APPS, LANGUAGES)]
COVERING = {("health", "chatbot", "en"), ("retail", "docqa", "vi"), ("banking", "classifier", "vi")}
SAMPLE = {"en": "sample", "vi": "mẫu"}


def content(name: str, language: str) -> Product:
    return domains.content(name, language)


def test_there_is_one_for_every_trade_that_the_rules_know() -> None:
    for language in LANGUAGES:
        assert set(NAMES) == set(rules_of(language)["domains"])


@pytest.mark.parametrize(("name", "language"), TEXTS)
def test_a_domain_has_what_the_page_asks_of_a_good_one(name: str, language: str) -> None:
    found = content(name, language)
    questions = [entry.question for entry in found.faq]
    assert len(questions) >= 12
    assert len(found.starters) == 4
    assert set(found.starters) <= set(questions)
    assert found.consent.count(".") + found.consent.count(";") >= 1
    assert 6 <= len(re.findall(r"^- ", found.instructions, re.MULTILINE)) <= 10
    assert 5 <= len(found.labels) <= 7
    assert all(len(label.examples) >= 8 and label.description for label in found.labels)
    assert 2 <= len(found.documents) <= 4
    assert all(SAMPLE[language] in document.text.strip().partition("\n")[0].casefold() for document in found.documents)
    assert list(check(Subject(templates.find(name, "domain"), ()))) == []


@pytest.mark.parametrize(("name", "language"), TEXTS)
def test_its_cases_can_be_answered_from_the_faq_and_from_the_documents(name: str, language: str) -> None:
    found = content(name, language)
    asked = [case for case in found.cases if not case.label]
    assert sum(not case.refuses for case in asked) >= 4
    assert sum(case.refuses for case in asked) >= 4
    assert sum(bool(case.label) for case in found.cases) >= 6
    answers, documents = [entry.answer for entry in found.faq], [document.text for document in found.documents]
    for word in (word for case in asked for word in case.contains):
        for texts in (answers, documents):
            assert any(word.casefold() in text.casefold() for text in texts), word


@pytest.mark.parametrize("name", NAMES)
def test_no_example_belongs_to_two_labels(name: str) -> None:
    for language in LANGUAGES:
        examples = [example.casefold() for label in content(name, language).labels for example in label.examples]
        assert len(set(examples)) == len(examples)


@pytest.mark.parametrize("name", NAMES)
def test_it_makes_a_project_of_every_kind_in_both_languages(name: str) -> None:
    for app, language in every(APPS, LANGUAGES):
        with Staging() as staging:
            request = road.Request("Anything at all", Product(name="Q & co", app=app, language=language, domain=name))
            plan = road.plan(request, road.understand(request), staging)
        made, filled = plan.product, content(name, language)
        assert plan.stack.templates[-1].name == name
        assert made.consent == filled.consent.replace("$name", "Q & co")
        cases = [json.loads(line) for line in plan.tree["evals/cases.jsonl"].data.decode().splitlines()]
        assert [case["input"] for case in cases] == [case.input for case in made.cases]
        assert "$name" not in str(made)
        if app == "classifier":
            assert made.labels == filled.labels
            assert {case.label for case in made.cases} <= {label.name for label in made.labels}
        else:
            assert len(made.starters) == 4
            assert made.instructions.count("\n- ") > filled.instructions.count("\n- ") > 0
            assert not any(case.label for case in made.cases)
        assert (len(made.documents) > len(filled.documents)) is (app == "docqa")
        assert (len(made.faq) > len(filled.faq)) is (app == "chatbot")


def evaluated(name: str, app: str, language: str, place: Path, environment: Path) -> str:
    """What the project's own evaluation prints, offline."""
    words = ["new", "Anything at all", "--name", "Evaluated", "--domain", name, "--app", app, "--language", language]
    subprocess.run([COMMAND, *words, "--no-input", "--no-git", "-o", place], check=True, capture_output=True)
    project = place / "evaluated"
    (project / ".venv").symlink_to(environment)
    done = subprocess.run(
        [project / ".venv/bin/python", "-m", "app", "eval"], cwd=project, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(("name", "app", "language"), EVALUATED)
def test_its_projects_answer_their_own_cases_without_a_model(
    name: str, app: str, language: str, tmp_path: Path, environment: Path, request: pytest.FixtureRequest
) -> None:
    if (name, app, language) not in COVERING and request.config.getoption("--matrix") != "all":
        pytest.skip("not in the covering set: run make test-all")
    told = evaluated(name, app, language, tmp_path, environment)
    assert "Wrong:" not in told, told
    if app == "classifier":
        found, guessed = (float(share) for share in re.findall(r"^(?:local|majority)[^\d]*(\S+)", told, re.MULTILINE))
        assert found > 2 * guessed, told
