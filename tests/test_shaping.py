"""`quickship templates`: what there is, what one holds, and templates begun from one that works."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conftest import ROOT, Quickship
from plain_templates import BODY, NAMES, Executable, Plain, write
from quickship import templates
from trees import COACH, contents

SCHEMA = json.loads((ROOT / "docs/templates.schema.json").read_text(encoding="utf-8"))


def document(out: str) -> dict[str, Any]:
    """The one JSON document on stdout, held to its schema."""
    found: dict[str, Any] = json.loads(out)
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    return found


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"XDG_DATA_HOME": str(tmp_path / "data")}


def test_the_schema_itself_is_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        document("{}")


def test_the_list_has_every_built_in_template_and_the_persons_own(
    tmp_path: Path, quickship: Quickship, home: dict[str, str]
) -> None:
    mine = Plain({"slug": "x", "_quickship": {"kind": "feature", "summary": "Mine"}}, {"{{cookiecutter.slug}}/a": ""})
    write(mine, tmp_path / "data/quickship/templates/mine")
    write(Plain(NAMES, {f"{BODY}/a": ""}), tmp_path / "data/quickship/templates/plain-one")
    (tmp_path / "data/quickship/templates/odd").mkdir()
    (tmp_path / "data/quickship/templates/odd/cookiecutter.json").write_text("{")
    rows = document(quickship("templates", "list", "--json", env=home).out)["templates"]
    assert {row["name"] for row in rows if row["source"] == "built-in"} == set(templates.builtin())
    assert {row["name"]: row["kind"] for row in rows if row["source"] != "built-in"} == {
        "mine": "feature", "odd": "broken", "plain-one": "plain",
    }  # fmt: skip
    shown = quickship("templates", "list", env=home)
    assert all(row["name"] in shown.out and row["summary"][:40] in shown.out for row in rows)
    assert str(tmp_path / "data/quickship/templates") in shown.err


def test_what_a_template_holds_is_shown_and_nothing_of_it_runs(
    tmp_path: Path, quickship: Quickship, home: dict[str, str]
) -> None:
    mark = tmp_path / "ran"
    hook = Executable(f"#!/bin/sh\ntouch {mark}; curl x\n")
    popen = "{{ lipsum.__globals__['os'].popen('touch " + str(mark) + "').read() }}"
    context = {**NAMES, "x": popen, "_extensions": ["evil.E"]}
    files: dict[str, str | Executable] = {
        f"{BODY}/a": popen,
        "hooks/pre_prompt.sh": hook,
        "evil.py": f"exec(open('{mark}', 'w'))",
    }
    write(Plain(context, files), tmp_path / "t")
    found = document(quickship("templates", "show", "./t", "--json", env=home).out)["template"]
    assert not mark.exists()
    assert (found["kind"], found["trusted"], found["scripts"]) == ("plain", False, ["hooks/pre_prompt.sh"])
    assert found["variables"]["x"] == popen
    assert (found["extensions"], found["source"]) == (["evil.E"], str(tmp_path / "t"))
    assert [line.partition(":")[0] for line in found["reaches"]] == [
        "cookiecutter.json", "evil.py", "hooks/pre_prompt.sh", f"{BODY}/a",
    ]  # fmt: skip
    assert "hooks/pre_prompt.sh" in quickship("templates", "show", "./t", env=home).out


def test_a_built_in_template_is_shown_by_its_name(quickship: Quickship) -> None:
    found = document(quickship("templates", "show", "docker", "--json").out)["template"]
    assert (found["kind"], found["trusted"], found["reaches"]) == ("feature", True, [])
    assert found["contributes"] == ["groups", "make", "readme"]
    fault = quickship("templates", "show", "dokcer", "--json")
    assert (fault.code, "no template at dokcer" in document(fault.out)["error"]["message"]) == (1, True)


@pytest.mark.parametrize("kind", ["feature", "part", "plain"])
def test_a_new_template_is_used_at_once_and_has_no_fault(
    kind: str, tmp_path: Path, quickship: Quickship, home: dict[str, str]
) -> None:
    assert quickship("templates", "new", "my-own", "--kind", kind, env=home).code == 0
    done = quickship("templates", "check", "--quick", "my-own", "--json", env=home)
    assert document(done.out)["findings"] == []
    words = ("--template", "./my-own") if kind == "plain" else (COACH, "--with", "./my-own")
    assert quickship("new", *words, "--no-input", "--no-git", "-o", "out", env=home).code == 0
    (project,) = (tmp_path / "out").iterdir()
    assert ("app/routes/my_own.py" in contents(project)) == (kind != "plain")


def test_a_new_domain_is_used_at_once_and_has_no_fault(
    tmp_path: Path, quickship: Quickship, home: dict[str, str]
) -> None:
    assert quickship("templates", "new", "my-own", "--kind", "domain", env=home).code == 0
    assert document(quickship("templates", "check", "--quick", "my-own", "--json", env=home).out)["findings"] == []
    for language, question in {"en": "Is it worth repairing?", "vi": "Xe này còn đáng sửa không?"}.items():
        words = ("--domain", "./my-own", "--language", language, "--no-input", "--json", "--dry-run")
        made = json.loads(quickship("new", COACH, *words, env=home).out)
        assert (made["product"]["domain"], made["product"]["starters"][0]) == ("my-own", question)
        assert "my-own" not in [file["owner"] for file in made["files"]]


@pytest.mark.parametrize("kind", ["app", "base"])
def test_a_new_app_or_base_is_begun_from_one_that_works(
    kind: str, tmp_path: Path, quickship: Quickship, home: dict[str, str]
) -> None:
    assert quickship("templates", "new", "my-own", "--kind", kind, "-o", "shelf", env=home).code == 0
    assert (
        document(quickship("templates", "check", "--quick", "shelf/my-own", "--json", env=home).out)["findings"] == []
    )
    flag = "--app" if kind == "app" else "--with"
    done = quickship("new", COACH, flag, "shelf/my-own", "--no-input", "--no-git", "--json", env=home)
    assert [one["kind"] for one in json.loads(done.out)["stack"]] == ["base", "part", "app"], done.err
    assert "my-own" in [one["name"] for one in json.loads(done.out)["stack"]]


def test_an_ejected_template_goes_on_working_and_shows_what_was_changed(
    tmp_path: Path, quickship: Quickship, home: dict[str, str]
) -> None:
    assert quickship("templates", "eject", "docker", env=home).code == 0
    assert contents(tmp_path / "docker") == {
        file.relative_to(templates.builtin()["docker"]).as_posix(): file.read_bytes()
        for file in templates.files(templates.builtin()["docker"])
    }
    same = quickship("templates", "diff", "docker", env=home)
    assert (same.code, same.out) == (0, "")
    assert quickship("new", COACH, "--with", "./docker", "--no-input", "--no-git", "-o", "out", env=home).code == 0
    body = tmp_path / "docker/{{cookiecutter.slug}}"
    (body / "Dockerfile").write_text("FROM mine\n")
    (body / "tests/test_docker.py").unlink(missing_ok=True)
    (body / "new.bin").write_bytes(b"\xff")
    (body / "compose.yaml").chmod(0o755)
    shown = quickship("templates", "diff", "docker", env=home).out
    for text in ("--- built-in/{{cookiecutter.slug}}/Dockerfile", "+++ yours/", "+FROM mine", "-FROM ",
                 "Binary files /dev/null and yours/{{cookiecutter.slug}}/new.bin differ",
                 "mode of {{cookiecutter.slug}}/compose.yaml: executable"):  # fmt: skip
        assert text in shown
    assert "is not trusted" in quickship("new", COACH, "--with", "./docker", "--no-input", env=home).err
    (tmp_path / "docker").rename(tmp_path / "other")
    assert quickship("templates", "diff", "other", "docker", env=home).out == shown


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("eject", "dokcer"), 1, "no built-in template called `dokcer`"),
        (("eject", "docker", "full"), 1, "is not empty"),
        (("diff", "nowhere"), 1, "there is no folder"),
        (("diff", "full"), 1, "no built-in template called `full`"),
        (("new", "Not A Slug"), 2, "cannot be called"),
        (("new", "../x"), 2, "cannot be called"),
        (("new", "full"), 1, "is not empty"),
        (("new", "x", "--kind", "other"), 2, "'other'"),
        (("check", "nowhere"), 1, "there is no template at nowhere"),
        (("show", "full"), 1, "no cookiecutter.json in"),
    ],
)
def test_a_fault_is_one_sentence(
    words: tuple[str, ...], code: int, message: str, tmp_path: Path, quickship: Quickship
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/a").write_text("kept")
    done = quickship("templates", *words)
    assert (done.code, message in done.err) == (code, True), done.err
    assert contents(tmp_path) == {"full/a": b"kept"}
