"""A domain fills what is empty: after the person and the model, before the rules; named, read off the idea, or none."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import Quickship
from drafts import CLASSIFIER, asking, model, said
from plain_templates import write
from quickship import domains, road
from quickship.choices import LANGUAGES
from quickship.product import merge, parse
from quickship.types import Case, Document, Faq, Label, Product
from test_cli import document
from test_domain_faults import domain
from trees import COACH, DENTIST, contents

HEALTH = domains.content("health", "en")
ME = ("-c", "user.name=A", "-c", "user.email=a@example.org")
SORT = "Sort the messages of patients"
LISTED = "Sort the messages of patients into praise, complaint and question"


def understood(idea: str, said: Product = Product(), **more: object) -> Product:  # noqa: B008
    return road.understand(road.Request(idea, merge(said, Product(name="Q", domain="health", **more)))).product  # type: ignore[arg-type]


def test_the_domain_comes_before_the_rules_and_they_after_it() -> None:
    made, ruled = understood(COACH), understood(COACH, Product(domain="none"))
    assert made.starters == HEALTH.starters
    assert made.faq[: len(HEALTH.faq)] == tuple(
        Faq(row.question.replace("$name", "Q"), row.answer.replace("$name", "Q")) for row in HEALTH.faq
    )
    assert made.faq[len(HEALTH.faq) :] == ruled.faq
    assert set(ruled.cases) < set(made.cases)
    general, purpose = ruled.instructions.split("\n\nThe purpose", 1)
    assert made.instructions == f"{general}\n\n{HEALTH.instructions.strip()}\n\nThe purpose{purpose}"
    assert (ruled.consent, made.consent) == ("", HEALTH.consent)


def test_what_the_person_says_is_theirs() -> None:
    mine = Product(instructions="Be kind.", consent="Mine.", starters=("Why?",), cases=(Case("Why?"),), hue=1)
    made = understood(COACH, mine)
    assert (made.instructions, made.consent, made.starters, made.cases) == (
        "Be kind.",
        "Mine.",
        ("Why?",),
        (Case("Why?"),),
    )
    assert made.faq[0] == HEALTH.faq[0]


@pytest.mark.parametrize(
    ("app", "own"),
    [("chatbot", Product(faq=(Faq("Why?", "So."),))), ("docqa", Product(documents=(Document("a.md", "A"),)))],
)
def test_of_what_the_person_answers_from_the_domain_asks_nothing(app: str, own: Product) -> None:
    made, ruled = understood(COACH, own, app=app), understood(COACH, merge(own, Product(domain="none")), app=app)
    assert (made.faq, made.documents, made.starters) == (ruled.faq, ruled.documents, ruled.starters)
    more = [case for case in made.cases if case not in ruled.cases]
    assert more
    assert all(case.refuses for case in more)
    assert HEALTH.instructions.strip() in made.instructions


def test_labels_that_the_idea_lists_are_the_persons() -> None:
    assert understood(SORT).labels == HEALTH.labels
    assert {case.label for case in understood(SORT).cases} <= {label.name for label in HEALTH.labels}
    listed = understood(LISTED)
    assert [label.name for label in listed.labels] == ["praise", "complaint", "question"]
    assert {case.label for case in listed.cases} <= {"praise", "complaint", "question"}
    mine = (Label("a"), Label("b"))
    assert (understood(SORT, Product(labels=mine)).labels, understood(SORT, Product(labels=mine)).cases) == (mine, ())


def test_a_draft_comes_before_the_domain(quickship: Quickship) -> None:
    words = ("new", SORT, "--domain", "health", "--draft", "--json", "--dry-run")
    with model(said(CLASSIFIER)) as fake:
        made = document(quickship(*words, env=asking(fake)).out)["product"]
    told = json.loads(fake.requests[0].body["messages"][1]["content"])
    assert (told["domain"], "labels" in told) == ("health", False)
    assert [label["name"] for label in made["labels"]] == ["billing", "technical", "account"]
    assert made["consent"] == HEALTH.consent
    brief = road.Request(
        COACH, Product(domain="health"), drafted=Product(app="chatbot", language="en", instructions="Sing.")
    )
    drafted = road.understand(brief).product
    assert "\n\nSing.\n\n" in drafted.instructions
    assert HEALTH.instructions.strip() not in drafted.instructions


def test_a_name_with_a_dollar_is_a_name() -> None:
    made = understood(COACH, Product(name="$name ${x} $"))
    assert "$name ${x} $" in made.faq[-1].answer


def test_a_domain_is_read_off_the_idea_and_shown(tmp_path: Path, quickship: Quickship) -> None:
    done = quickship("new", DENTIST, "--no-input", "--no-git")
    assert "domain: health\n" in done.err
    (project,) = tmp_path.iterdir()
    known, scaffold = parse((project / "product.toml").read_text(encoding="utf-8"))
    assert known.domain == "health"
    row = next(row for row in scaffold["templates"] if row["kind"] == "domain")
    assert (row["name"], row["source"], len(row["digest"])) == ("health", "built-in", 64)
    planned = quickship("new", DENTIST, "--dry-run", "--no-input", "-o", "elsewhere")
    assert " domain    health" in planned.err
    assert "domain: Health" in planned.out
    assert " domain    none" in quickship("new", "Something for my aunt", "--dry-run", "--no-input").err


@pytest.mark.parametrize("words", [("--domain", "none"), ("--set", "product.domain=none")])
def test_none_is_none_and_stays_so(words: tuple[str, ...], tmp_path: Path, quickship: Quickship) -> None:
    found = document(quickship("new", DENTIST, *words, "--json", "--no-git", "-o", tmp_path / "a").out)
    assert found["product"]["domain"] == "none"
    assert "domain" not in [one["kind"] for one in found["stack"]]
    assert found["product"]["consent"] == ""
    assert quickship("new", "--product", found["folder"], "--no-input", "--no-git", "-o", tmp_path / "b").code == 0
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


@pytest.mark.parametrize(
    ("words", "sentence", "hint"),
    [
        (("--domain", "helth"), "there is no domain called `helth`", "did you mean `health`?"),
        (("--domain", "docker"), "there is no domain called `docker`", "known: banking, "),
        (("--domain", ""), "--domain is empty", "leave it out"),
        (("--domain", "law", "--set", "domain=law"), "--domain and --set both say the domain", "leave one"),
        (("--product", "here.toml"), "product.toml:3: there is no domain called `laws`", "did you mean `law`?"),
    ],
)  # fmt: skip
def test_an_unknown_domain_is_one_sentence(
    words: tuple[str, ...], sentence: str, hint: str, tmp_path: Path, quickship: Quickship
) -> None:
    (tmp_path / "here.toml").write_text('[product]\nidea = "A coach"\ndomain = "laws"\n', encoding="utf-8")
    idea = () if "--product" in words else (COACH,)
    done = quickship("new", *idea, *words, "--no-input")
    assert done.code in (1, 2)
    assert f"error: {sentence}" in done.err
    assert f"hint: {hint}" in done.err


def test_what_its_owner_takes_out_stays_out(tmp_path: Path, quickship: Quickship) -> None:
    assert quickship("new", COACH, "--domain", "health", "--name", "Q", "--no-input", "--no-git").code == 0
    file = tmp_path / "q/product.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(next(line for line in text.splitlines() if line.startswith("consent")), ""), "utf-8")
    again = document(quickship("new", "--product", "q", "--json", "--dry-run", "-o", "again").out)
    assert again["product"]["consent"] == ""
    other = document(quickship("new", "--product", "q", "--domain", "law", "--json", "--dry-run", "-o", "again").out)
    assert other["product"]["consent"] == domains.content("law", "en").consent
    assert other["product"]["faq"] == again["product"]["faq"]


@pytest.mark.parametrize("source", ["folder", "name", "git"])
def test_one_of_ones_own_fills_the_product_and_is_found_again(
    source: str, tmp_path: Path, quickship: Quickship
) -> None:
    env = {"XDG_DATA_HOME": str(tmp_path / "data")}
    place = tmp_path / ("data/quickship/templates/spa" if source == "name" else "spa")
    write(domain({"product.en.toml": '[[faq]]\nquestion = "Towels?"\nanswer = "$name has $$1 towels."\n'}), place)
    if source == "git":
        subprocess.run(["git", "init", "--quiet"], cwd=place, check=True)
        subprocess.run(["git", "add", "."], cwd=place, check=True)
        subprocess.run(["git", *ME, "commit", "-qm", "a"], cwd=place, check=True)
    src = {"folder": "./spa", "name": "spa", "git": f"file://{place}/.git"}[source]
    words = ("new", COACH, "--name", "Q", "--domain", src, "--no-input", "--no-git")
    refused = quickship(*words, env=env)
    assert (refused.code, "is not trusted" in refused.err) == (1, True)
    done = quickship(*words, "--trust", env=env)
    assert done.code == 0, done.err
    known, scaffold = parse((tmp_path / "q/product.toml").read_text(encoding="utf-8"))
    assert known.faq[0] == Faq("Towels?", "Q has $1 towels.")
    assert known.domain == next(row["name"] for row in scaffold["templates"] if row["kind"] == "domain")
    again = quickship("new", "--product", "q", "--no-input", "--no-git", "-o", "again", env=env)
    assert again.code == 0, again.err
    assert contents(tmp_path / "again/q") == contents(tmp_path / "q")
    shutil.rmtree(tmp_path / "again")
    without = quickship("new", "--product", "q", "--domain", "none", "--no-input", "--no-git", "-o", "again", env=env)
    assert without.code == 0, without.err


def test_what_is_no_domain_or_a_second_one_is_refused(tmp_path: Path, quickship: Quickship) -> None:
    text = {"product.en.toml": 'starters = ["Why?"]\n'}
    for name in ("one", "two"):
        write(domain(text), tmp_path / name)
    write(domain(text, {"kind": "feature", "contributes": {}}), tmp_path / "feature")
    for words, sentence in {
        ("--domain", "./feature"): "`./feature` is no domain",
        ("--domain", "./one", "--with", "./two"): "a project has one template of kind domain",
        ("--domain", "law", "--with", "./two"): "`two` and `law` are both the domain",
        ("--domain", "./one", "--language", "vi"): "",
        ("--template", "./one"): "is quickship's kind of template",
    }.items():
        idea = () if "--template" in words else (COACH,)
        done = quickship("new", *idea, *words, "--trust", "--no-input", "--dry-run")
        assert (done.code == 0) is (not sentence), done.err
        assert sentence in done.err


def test_a_product_in_a_language_without_texts_is_refused(tmp_path: Path, quickship: Quickship) -> None:
    write(domain({"product.vi.toml": ""}, {"contributes": {"product": {"vi": "product.vi.toml"}}}), tmp_path / "spa")
    done = quickship("new", COACH, "--domain", "./spa", "--trust", "--no-input", "--dry-run")
    assert (done.code, "the domain `spa` has no texts in English" in done.err) == (1, True)


def test_a_draft_takes_a_domain_and_its_texts_are_not_its_owners(tmp_path: Path, quickship: Quickship) -> None:
    words = ("draft", COACH, "--domain", "health", "--name", "Q", "--no-input")
    assert quickship(*words, "-o", "product.toml").code == 0
    known, _ = parse((tmp_path / "product.toml").read_text(encoding="utf-8"))
    assert known.starters == HEALTH.starters
    with model(said({**CLASSIFIER, "labels": [], "faq": []})):
        done = quickship("draft", "--from", "product.toml", "shorter", "--no-input", "--offline")
    assert "left as it was" in done.err
    assert "left as you wrote it" not in done.err
    assert "takes no template of others" in quickship("draft", COACH, "--domain", "./x/y").err


def test_every_language_has_its_own_texts() -> None:
    english, vietnamese = (domains.content("law", language) for language in LANGUAGES)
    assert not {row.question for row in english.faq} & {row.question for row in vietnamese.faq}
