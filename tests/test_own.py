"""Templates of one's own in a project: laid over it, told what is known already, and made again from its file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from conftest import Quickship
from plain_templates import BODY, NAMES, Executable, Plain, write
from quickship import templates
from quickship.product import parse
from trees import COACH, contents


def ours(kind: str = "feature", **manifest: Any) -> dict[str, Any]:
    return {"slug": "x", "_quickship": {"kind": kind, "summary": "s", **manifest}}


def made(quickship: Quickship, tmp_path: Path, *words: object, name: str = "out") -> Path:
    trust = () if "chatbot" in words else ("--trust",)
    done = quickship("new", *words, *trust, "--no-input", "--no-git", "-o", tmp_path / name)
    assert done.code == 0, done.err
    (project,) = (tmp_path / name).iterdir()
    return project


REGION = Plain(
    {**ours(), "repo_name": "a", "project_name": "b", "region": ["eu", "us"], "note": "of {{ cookiecutter.slug }}"},
    {
        "{{cookiecutter.slug}}/region.txt": "{{ cookiecutter.slug }} {{ cookiecutter.repo_name }} "
        "{{ cookiecutter.project_name }} {{ cookiecutter.region }} {{ cookiecutter.note }} "
        "{{ cookiecutter._product.name }}"
    },
)


def test_it_is_told_what_the_product_says_and_answered_by_set(tmp_path: Path, quickship: Quickship) -> None:
    write(REGION, tmp_path / "region")
    words = (COACH, "--name", "Đèn", "--with", "./region", "--set", "region=us", "--set", "note={{ 7*7 }}")
    project = made(quickship, tmp_path, *words)
    assert (project / "region.txt").read_text() == "den den Đèn us {{ 7*7 }} Đèn"
    _, scaffold = parse((project / "product.toml").read_text())
    assert scaffold["templates"][-1]["answers"] == {
        "slug": "den", "repo_name": "den", "project_name": "Đèn", "region": "us", "note": "{{ 7*7 }}",
    }  # fmt: skip
    again = made(quickship, tmp_path, "--product", project, name="again")
    assert contents(again) == contents(project)


def test_a_template_that_changed_since_is_told_of(tmp_path: Path, quickship: Quickship) -> None:
    write(Plain(ours(), {"{{cookiecutter.slug}}/a.txt": "1"}), tmp_path / "mine")
    project = made(quickship, tmp_path, COACH, "--with", "./mine")
    (tmp_path / "mine/{{cookiecutter.slug}}/a.txt").write_text("2")
    done = quickship("new", "--product", project, "--no-input", "--no-git", "--trust", "-o", tmp_path / "again")
    assert "warning: `mine` is no longer what it was" in done.err


def test_hooks_of_a_trusted_template_run_in_its_own_layer(tmp_path: Path, quickship: Quickship) -> None:
    hook = Executable("#!/bin/sh\ntest ! -e app && echo {{ cookiecutter._product.slug }} > made.txt\n")
    write(Plain(ours(), {"hooks/post_gen_project.sh": hook, "{{cookiecutter.slug}}/a.txt": ""}), tmp_path / "mine")
    project = made(quickship, tmp_path, COACH, "--name", "Q", "--with", "./mine")
    assert (project / "made.txt").read_text() == "q\n"


def test_an_ejected_app_and_part_and_base_make_the_same_project(tmp_path: Path, quickship: Quickship) -> None:
    expected = contents(made(quickship, tmp_path, COACH, "--app", "chatbot", name="ours"))
    for name in ("chatbot", "conversation", "base"):
        assert quickship("templates", "eject", name, tmp_path / name).code == 0
    words = ("--app", "./chatbot", "--with", "./conversation", "--with", "./base")
    done = quickship("new", COACH, *words, "--no-input", "--no-git", "-o", tmp_path / "theirs")
    assert done.code == 0, done.err
    (project,) = (tmp_path / "theirs").iterdir()
    theirs = contents(project)
    for path in expected:
        if path != "product.toml":
            assert theirs[path] == expected[path], path
    assert set(theirs) == set(expected)


def test_a_plain_template_is_laid_over_a_project(tmp_path: Path, quickship: Quickship) -> None:
    write(Plain(NAMES, {f"{BODY}/extra/{{{{cookiecutter.repo_name}}}}.md": "{{ cookiecutter }}"}), tmp_path / "t")
    project = made(quickship, tmp_path, COACH, "--name", "Two Words", "--with", "./t")
    said = (project / "extra/two-words.md").read_text()
    assert "('project_name', 'Two Words'), ('repo_name', 'two-words')" in said


def test_features_and_others_are_laid_over_a_plain_template(tmp_path: Path, quickship: Quickship) -> None:
    context = {
        "project_name": "The Tool",
        "project_slug": "{{ cookiecutter.project_name | slugify('_') }}",
        "who": "me",
    }
    plain = Plain({**context, "project_slug": "the_tool"}, {"{{cookiecutter.project_slug}}/a.txt": "a"})
    write(plain, tmp_path / "plain")
    other = Plain(
        {"app_name": "x", "who": "nobody", "colour": "red"}, {"{{cookiecutter.app_name}}/b.txt": "{{ cookiecutter }}"}
    )
    write(other, tmp_path / "other")
    done = quickship("new", "--template", "./plain", "--with", "docker", "--with", "./other", "--set", "who=you",
                     "--set", "colour=blue", "--no-input", "--no-git", "--trust", "--json")  # fmt: skip
    found = json.loads(done.out)
    assert [one["name"] for one in found["stack"]] == ["plain", "docker", "other"]
    assert found["folder"] == str(tmp_path / "the_tool")
    owners = {row["path"]: row["owner"] for row in found["files"]}
    assert (owners["a.txt"], owners["Dockerfile"], owners["b.txt"]) == ("plain", "docker", "other")
    assert "docker` contributes groups, make, readme: no base takes it up" in found["warnings"][0]
    said = (tmp_path / "the_tool/b.txt").read_text()
    assert "('app_name', 'the_tool'), ('who', 'you'), ('colour', 'blue')" in said


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("new", COACH, "--with", "./one", "--with", "./sub/one"), "two templates are called `one`"),
        (("new", COACH, "--with", "./one", "--set", "nothing=1"), "does not ask for `nothing`"),
        (("new", COACH, "--app", "./app", "--with", "./app2"), "a project has one template of kind app"),
        (("new", COACH, "--app", "chatbot", "--with", "./app"), "are both the app"),
        (("new", COACH, "--with", "./clash"), "both write README.md"),
        (("new", "--template", "./one"), "is quickship's kind of template"),
        (("new", "--template", "./plain", "--with", "./part"), "needs quickship's base"),
        (("new", COACH, "--with", "./wants"), "requires `nowhere`, which does not exist"),
    ],
)
def test_what_does_not_fit_is_one_sentence(
    words: tuple[str, ...], message: str, tmp_path: Path, quickship: Quickship
) -> None:
    body = {"{{cookiecutter.slug}}/a.txt": ""}
    shelf = {
        "one": Plain(ours(), body), "sub/one": Plain(ours(), body), "app": Plain(ours("app"), body),
        "app2": Plain(ours("app"), body), "clash": Plain(ours(), {"{{cookiecutter.slug}}/README.md": ""}),
        "part": Plain(ours("part"), body), "plain": Plain(NAMES, {f"{BODY}/a": ""}),
        "wants": Plain(ours(requires=["nowhere"]), body),
    }  # fmt: skip
    for name, plain in shelf.items():
        write(plain, tmp_path / name)
    done = quickship(*words, "--no-input", "--no-git", "--trust", "-o", tmp_path / "out")
    assert done.code in (1, 2)
    assert message in done.err
    assert not (tmp_path / "out").exists()


def test_extensions_of_two_templates_may_have_one_name(tmp_path: Path, quickship: Quickship) -> None:
    for name in ("one", "two"):
        code = f"from cookiecutter.utils import simple_filter\n\n@simple_filter\ndef Own(text):\n    return '{name}'\n"
        context = {**ours(), "_extensions": ["own.Own"]}
        write(
            Plain(context, {"own.py": code, f"{{{{cookiecutter.slug}}}}/{name}.txt": "{{ 'x' | Own }}"}),
            tmp_path / name,
        )
    project = made(quickship, tmp_path, COACH, "--with", "./one", "--with", "./two")
    assert [(project / f"{name}.txt").read_text() for name in ("one", "two")] == ["one", "two"]


def test_jinja_that_an_own_template_leaves_is_found_and_that_of_an_answer_is_not(
    tmp_path: Path, quickship: Quickship
) -> None:
    body = {"{{cookiecutter.slug}}/a.md": "{{ cookiecutter.note }}", "{{cookiecutter.slug}}/b.md": "b"}
    template = write(Plain({**ours(), "note": "n"}, body), tmp_path / "mine")
    project = made(quickship, tmp_path, COACH, "--with", "./mine", "--set", "note={% raw %}")
    assert (project / "a.md").read_text() == "{% raw %}"
    (template / "{{cookiecutter.slug}}/b.md").write_text("{% raw %}{{ left }}{% endraw %}")
    done = quickship("new", COACH, "--with", "./mine", "--no-input", "--trust", "-o", tmp_path / "two")
    assert "b.md holds Jinja that was not rendered" in done.err


def test_a_built_in_template_and_one_in_the_place_of_it(tmp_path: Path, quickship: Quickship) -> None:
    shutil.copytree(templates.builtin()["docker"], tmp_path / "docker", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "docker/{{cookiecutter.slug}}/Dockerfile").write_text("FROM mine\n")
    project = made(quickship, tmp_path, COACH, "--with", "./docker")
    assert (project / "Dockerfile").read_text() == "FROM mine\n"
