"""`add`, `remove`, `update`, `status` as commands: with quickship's own templates, with others', and their answers."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conftest import ROOT, Quickship
from plain_templates import BODY, NAMES, Plain, write
from quickship import templates
from test_update import MAIN, line
from trees import COACH, contents
from update_world import World

SCHEMA = json.loads((ROOT / "docs/update.schema.json").read_text(encoding="utf-8"))
IDENTITY = {"GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "A",
            "GIT_CONFIG_KEY_1": "user.email", "GIT_CONFIG_VALUE_1": "a@example.org"}  # fmt: skip
SECOND = line(MAIN, 7, "SECOND = 2")


def document(out: str) -> dict[str, Any]:
    """The one JSON document on stdout, held to its schema."""
    found: dict[str, Any] = json.loads(out)
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    return found


def commit(project: Path) -> None:
    for words in (("add", "--all"), ("commit", "--quiet", "--message", "mine")):
        subprocess.run(["git", *words], cwd=project, env={**os.environ, **IDENTITY}, check=True)


def test_the_schema_itself_is_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        document("{}")


def test_a_feature_that_is_added_and_removed_gives_the_same_project(tmp_path: Path, quickship: Quickship) -> None:
    new = ("new", COACH, "--name", "Made", "--no-input")
    assert quickship(*new).code == 0
    made = tmp_path / "made"
    without = contents(made)
    found = document(quickship("add", "docker", "--json", cwd=made).out)
    assert {"path": "Dockerfile", "action": "added", "old": None} in found["changes"]
    assert quickship(*new, "--with", "docker", "--no-git", "-o", tmp_path / "other").code == 0
    assert contents(made) == contents(tmp_path / "other/made")
    commit(made)
    done = quickship("remove", "docker", cwd=made)
    assert (done.code, "deleted   Dockerfile" in done.out) == (0, True), done.err
    assert contents(made) == without


@pytest.fixture
def newer(tmp_path: Path) -> dict[str, str]:
    """The environment in which Python finds a quickship of the next version, whose base differs in one file."""
    package = tmp_path / "next"
    skip = shutil.ignore_patterns("__pycache__")
    for folder in ("generator", "templates"):
        shutil.copytree(ROOT / folder, package / folder, ignore=skip)
    version = package / "generator/quickship/__init__.py"
    version.write_text(re.sub(r'"[\d.]+"', '"0.2.0"', version.read_text()))
    base = package / "templates/base"
    with (base / "{{cookiecutter.slug}}/AGENTS.md").open("a") as file:
        file.write("\nThe second version says so.\n")
    with (base / "CHANGELOG.md").open("a") as file:
        file.write("\n## 0.2.0\n\n- AGENTS.md says\n  that it is the second version.\n")
    return {"PYTHONPATH": str(package / "generator")}


def test_a_real_project_goes_to_the_next_version_and_is_told_what_is_new(
    tmp_path: Path, quickship: Quickship, newer: dict[str, str]
) -> None:
    assert quickship("new", COACH, "--name", "Made", "--no-input").code == 0
    made = tmp_path / "made"
    (made / "README.md").write_text("# Mine\n")
    commit(made)
    words = [sys.executable, "-c", "from quickship.cli import run; run()", "update"]
    run = partial(subprocess.run, cwd=made, env={**os.environ, **newer}, capture_output=True, text=True, check=False)
    found = document(run([*words, "--dry-run", "--json"]).stdout)
    assert found["notes"] == [
        {"template": "base", "version": "0.2.0", "text": "AGENTS.md says that it is the second version."}
    ]
    assert [row["path"] for row in found["changes"]] == ["AGENTS.md", "product.toml"]
    done = run(words)
    assert done.returncode == 0
    assert "new in base\n  - AGENTS.md says that it is the second version." in done.stderr
    assert (made / "AGENTS.md").read_text().endswith("The second version says so.\n")
    assert (made / "README.md").read_text() == "# Mine\n"
    commit(made)
    older = quickship("update", cwd=made)
    assert (older.code, "the project is of quickship 0.2.0, and this is" in older.err) == (1, True)


def test_every_built_in_template_says_what_changed() -> None:
    for name in (name for kind in ("base", "part", "app", "feature", "domain") for name in templates.names(kind)):
        notes = templates.builtin()[name] / templates.NOTES
        assert re.search(r"^## \S+", notes.read_text(encoding="utf-8"), re.MULTILINE), name


def test_notes_are_no_part_of_a_project_nor_of_a_templates_digest(tmp_path: Path) -> None:
    folder = tmp_path / "features/docker"
    shutil.copytree(templates.builtin()["docker"], folder)
    before = templates.read(folder).digest
    (folder / templates.NOTES).write_text("other")
    assert templates.read(folder).digest == before
    (folder / "cookiecutter.json").write_text("{}")
    assert templates.read(folder).digest != before


def test_a_template_of_others_is_not_run_before_it_is_trusted_again(world: World) -> None:
    world.template("base", "base", {"app/main.py": SECOND})
    done = world.quickship("update", "--no-input", cwd=world.project, env=world.env)
    assert (done.code, "is not trusted" in done.err) == (1, True)
    assert world.read("app/main.py") == MAIN


def test_a_template_that_is_gone_is_named(world: World) -> None:
    shutil.rmtree(world.place / "templates/app")
    done = world.run("update", code=1)
    assert "`app`, of which the project is made, cannot be had: there is no template at" in done.err
    assert world.git("status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("add", "dokcer"), 1, "did you mean `docker`?"),
        (("add", "base"), 1, "`base` is part of this project already"),
        (("remove", "app"), 1, "`app` is what the project stands on"),
        (("remove", "docker"), 1, "`docker` is no part of this project"),
        (("update", "--base", "--all"), 1, "no commit that holds this project"),
        (("update", "--set", "nothing=1"), 1, "does not ask for `nothing`"),
        (("add",), 2, "Missing argument"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(words: tuple[str, ...], code: int, message: str, world: World) -> None:
    done = world.run(*words, code=code)
    assert message in done.err
    refused = world.run(*words, "--json", code=code)
    assert document(refused.out)["error"]["exit_code"] == code
    assert world.git("status", "--porcelain") == ""


def test_a_feature_that_another_requires_is_not_removed(world: World) -> None:
    world.template("user", "feature", {"lib/user.txt": "u\n"}, requires=["docker"])
    world.run("add", world.place / "templates/user")
    world.commit("with user")
    assert "`docker` is required by another template" in world.run("remove", "docker", code=1).err
    world.run("remove", "user", "docker")
    assert not (world.project / "Dockerfile").exists()


def test_what_a_template_asks_anew_is_answered_and_what_it_asks_no_more_is_left(world: World) -> None:
    folder = world.place / "templates/asks"
    write(Plain({"slug": "x", "region": "eu", "_quickship": {"kind": "feature", "summary": "s"}},
                {"{{cookiecutter.slug}}/asks.txt": "{{ cookiecutter.region }}"}), folder)  # fmt: skip
    world.run("add", folder, "--set", "region=us")
    world.commit("with asks")
    assert world.read("asks.txt") == "us"
    shutil.rmtree(folder)
    write(Plain({"slug": "x", "colour": "red", "_quickship": {"kind": "feature", "summary": "s"}},
                {"{{cookiecutter.slug}}/asks.txt": "{{ cookiecutter.colour }}"}), folder)  # fmt: skip
    world.run("update", "--set", "colour=blue")
    assert world.read("asks.txt") == "blue"
    assert "region" not in world.read("product.toml")


def test_a_template_in_git_stays_at_its_commit_until_an_update_brings_the_newest(world: World) -> None:
    world.template("mine", "feature", {"lib/mine.txt": "first\n"})
    place = world.place / "templates/mine"
    world.git("init", "--quiet", "--initial-branch=main", cwd=place)
    world.git("add", "--all", cwd=place)
    world.git("commit", "--quiet", "--message", "first", cwd=place)
    world.run("add", f"{place}@main")
    world.commit("with mine")
    world.template("mine", "feature", {"lib/mine.txt": "second\n"})
    world.git("commit", "--quiet", "--all", "--message", "second", cwd=place)
    world.run("add", "docker")
    assert world.read("lib/mine.txt") == "first\n"
    world.commit("with docker")
    world.run("update")
    assert world.read("lib/mine.txt") == "second\n"
    world.commit("updated")
    shutil.rmtree(place)
    assert "`mine`, of which the project is made, cannot be had" in world.run("update", code=1).err


def test_a_project_of_a_plain_template_is_updated_as_well(tmp_path: Path, quickship: Quickship) -> None:
    files = {f"{BODY}/a.txt": "{{ cookiecutter.project_name }}\n1\n2\n3\n4\n5\n", f"{BODY}/empty": None}
    write(Plain(NAMES, files), tmp_path / "plain")
    words = ("--trust", "--no-input")
    assert quickship("new", "--template", "./plain", "--set", "project_name=My {{ x }}", *words).code == 0
    (made,) = (path for path in tmp_path.iterdir() if path.name.startswith("my"))
    with (made / "product.toml").open("a") as file:
        file.write("\n")
    (made / "a.txt").write_text((made / "a.txt").read_text() + "mine\n")
    commit(made)
    place = tmp_path / "plain" / BODY / "a.txt"
    place.write_text(place.read_text().replace("1\n", "one\n"))
    found = document(quickship("update", *words, "--json", cwd=made).out)
    assert (made / "a.txt").read_text() == "My {{ x }}\none\n2\n3\n4\n5\nmine\n"
    assert found["base"]["found"] == "commit"


def test_status_says_what_is_the_persons_and_what_an_update_would_do(world: World) -> None:
    assert "would change nothing" in world.run("status").out
    world.write("app/main.py", line(MAIN, 28, "MINE = 1"))
    world.write("data/faq.txt", "mine\n")
    world.git("rm", "--quiet", "lib/two.txt")
    world.commit("mine")
    world.write("app/other.py", "MINE = 2\n", commit=False)
    world.template("base", "base", {"app/main.py": SECOND})
    refused = document(world.run("status", "--json").out)
    assert "not trusted" in refused["fault"]["message"]
    assert (refused["update"], refused["changed"]) == (None, ["app/main.py", "app/other.py"])
    world.run("update", "--dry-run")  # trusts the template
    found = document(world.run("status", "--json").out)
    assert [(row["name"], row["state"]) for row in found["templates"]] == [("base", "changed"), ("app", "same")]
    assert (found["changed"], found["deleted"]) == (["app/main.py", "app/other.py"], ["lib/two.txt"])
    assert found["uncommitted"] == ["app/other.py"]
    assert [row["path"] for row in found["update"]["changes"]] == ["app/main.py", "product.toml"]
    shown = world.run("status").out
    assert re.search(r"changed +app/main.py", shown)
    assert re.search(r"not committed +app/other.py", shown)


def test_status_of_a_project_without_git_compares_with_the_same_templates(world: World) -> None:
    shutil.rmtree(world.project / ".git")
    world.write("app/main.py", "MINE = 1\n", commit=False)
    found = document(world.run("status", "--json").out)
    assert (found["changed"], found["update"]) == (["app/main.py"], None)
    assert "no git repository" in found["fault"]["message"]
    world.template("base", "base", {"app/main.py": SECOND})
    assert document(world.run("status", "--json").out)["changed"] is None
    assert "is not here to compare with" in world.run("status").out
