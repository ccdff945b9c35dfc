"""Templates of others that are at fault, and what else is told of them: one sentence each, and nothing left behind."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from conftest import Quickship
from plain_templates import BODY, NAMES, Executable, Plain, write

NEW = ("new", "--trust", "--no-input", "--no-git", "--template")


def test_what_is_no_file_is_refused_at_once(tmp_path: Path, quickship: Quickship) -> None:
    template = write(Plain(NAMES, {f"{BODY}/a": ""}), tmp_path / "t")
    os.mkfifo(template / BODY / "pipe")
    done = quickship(*NEW, "./t")
    assert (done.code, "holds what is no file" in done.err) == (1, True)


@pytest.mark.parametrize(
    "manifest", ["{", "[]", "[" * 100_000, '{"_quickship": []}', '{"_quickship": {"kind": 1}}', "\udcff"]
)
def test_a_manifest_that_cannot_be_read_is_one_sentence(manifest: str, tmp_path: Path, quickship: Quickship) -> None:
    template = write(Plain(NAMES, {f"{BODY}/a": ""}), tmp_path / "t")
    (template / "cookiecutter.json").write_bytes(manifest.encode("utf-8", "surrogateescape"))
    done = quickship(*NEW, "./t")
    assert done.code == 1
    assert done.err.startswith("error: ")


@pytest.mark.parametrize("answers", [["--set", "repo_name=../out"], ["--set", "repo_name=/tmp/quickship-out"],
                                     ["--set", "pkg=../../out"], ["--set", "pkg=/tmp/quickship-out"],
                                     ["--set", "repo_name=.."], ["--set", "repo_name={{ 7*7 }}"]])  # fmt: skip
def test_no_answer_leads_outside_or_is_rendered(answers: list[str], tmp_path: Path, quickship: Quickship) -> None:
    (tmp_path / "in").mkdir()
    context = {**NAMES, "pkg": "pkg"}
    write(
        Plain(context, {f"{BODY}/{{{{cookiecutter.pkg}}}}/a": "", f"{BODY}/{{{{cookiecutter.pkg}}}}.b": ""}),
        tmp_path / "t",
    )
    done = quickship(*NEW, "../t", *answers, cwd=tmp_path / "in")
    assert (done.code, "the project" in done.err) == (1, True), done.err
    assert list((tmp_path / "in").iterdir()) == []
    assert {entry.name for entry in tmp_path.iterdir()} == {"in", "t"}
    assert not Path("/tmp/quickship-out").exists()


@pytest.mark.parametrize(
    ("plain", "message"),
    [
        (Plain(NAMES, {f"{BODY}/a": "{{ cookiecutter.nothing }}"}), "has no attribute 'nothing'"),
        (Plain(NAMES, {f"{BODY}/a": "{{ 1 / 0 }}"}), "division by zero"),
        (Plain(NAMES, {f"{BODY}/a": "{% if %}"}), "Expected an expression"),
        (Plain(NAMES, {f"{BODY}/a": b"\xff\xfe\xfa text"}), "can't decode"),
        (Plain({**NAMES, "_extensions": ["nowhere.X"]}, {f"{BODY}/a": ""}), "Unable to load extension"),
        (Plain(NAMES, {"hooks/pre_gen_project.py": "raise SystemExit(3)", f"{BODY}/a": ""}), "exit status: 3"),
        (Plain(NAMES, {"hooks/post_gen_project.sh": "exit 1", f"{BODY}/a": ""}), "Hook script failed"),
        (
            Plain(NAMES, {"hooks/post_gen_project.py": "import os; os.symlink('/etc', 'etc')", f"{BODY}/a": ""}),
            "makes a link",
        ),
        (Plain({**NAMES, "x": []}, {f"{BODY}/a": ""}), "no choice for `x`"),
        (Plain({**NAMES, "_copy_without_render": 1}, {f"{BODY}/a": ""}), "`_copy_without_render` has the wrong form"),
        (Plain(NAMES, {"a": ""}), "cannot be rendered"),
        (Plain({"templates": {"a": {"path": "../../.."}}}, {}), "outside of itself"),
        (Plain(NAMES, {f"{BODY}/CON.txt": "", f"{BODY}/a": ""}), "reserved on Windows"),
        (Plain(NAMES, {f"{BODY}/A.txt": "", f"{BODY}/a.txt": ""}), "differ in case only"),
    ],
    ids=str,
)
def test_a_fault_of_a_template_is_one_sentence_and_leaves_nothing(
    plain: Plain, message: str, tmp_path: Path, quickship: Quickship
) -> None:
    write(plain, tmp_path / "t")
    (tmp_path / "temporary").mkdir()
    done = quickship(*NEW, "./t", env={"TMPDIR": str(tmp_path / "temporary")})
    assert (done.code, message in done.err) == (1, True), done.err
    assert {entry.name for entry in tmp_path.iterdir()} == {"t", "temporary"}
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--set", "nothing=1"], "does not ask for `nothing`"),
        (["--set", "colour=green"], "cannot be `green`"),
        (["--set", "docs=maybe"], "say yes or no"),
        (["--set", "row=[]"], "takes a JSON object"),
        (["--app", "chatbot"], "no use for --app"),
        (["an idea"], "no use for an idea"),
        (["--with", "nothing"], "no feature called `nothing`"),
    ],
)
def test_what_a_template_has_no_use_for_is_said(
    words: list[str], message: str, tmp_path: Path, quickship: Quickship
) -> None:
    write(Plain({**NAMES, "colour": ["red"], "docs": True, "row": {}}, {f"{BODY}/a": ""}), tmp_path / "t")
    done = quickship(*NEW, "./t", *words)
    assert done.code in (1, 2)
    assert message in done.err
    assert {entry.name for entry in tmp_path.iterdir()} == {"t"}


def test_a_secret_answer_is_in_the_project_and_not_in_its_product_file(tmp_path: Path, quickship: Quickship) -> None:
    secret = "sk-" + "a1" * 20
    write(Plain({**NAMES, "key": ""}, {f"{BODY}/a": "{{ cookiecutter.key }}"}), tmp_path / "t")
    done = quickship(*NEW, "./t", "--set", f"key={secret}")
    assert "`key` looks like a secret" in done.err
    assert (tmp_path / "my-project/a").read_text() == secret
    assert secret not in (tmp_path / "my-project/product.toml").read_text() + done.err


def test_json_and_a_dry_run_say_what_a_template_makes(tmp_path: Path, quickship: Quickship) -> None:
    hook = Executable("#!/bin/sh\necho spoken; touch made\n")
    files = {f"{BODY}/a": "", f"{BODY}/empty": None, "hooks/post_gen_project.sh": hook}
    write(Plain({**NAMES, "n": 1}, files), tmp_path / "t")
    planned = json.loads(quickship(*NEW, "./t", "--json", "--dry-run").out)
    assert [row["path"] for row in planned["files"]] == ["a", "empty/", "product.toml"]
    assert "runs no scripts: hooks/post_gen_project.sh" in planned["warnings"][0]
    assert not (tmp_path / "my-project").exists()
    found = json.loads(quickship(*NEW, "./t", "--json").out)
    assert (found["product"], found["next"]) == (None, [f"cd {tmp_path}/my-project"])
    assert [row["path"] for row in found["files"]] == ["a", "empty/", "made", "product.toml"]
    assert found["stack"][0]["answers"] == {"project_name": "My Project", "repo_name": "my-project", "n": "1"}


def test_into_a_folder_that_is_there(tmp_path: Path, quickship: Quickship) -> None:
    write(Plain(NAMES, {f"{BODY}/a/b": "", f"{BODY}/a/empty": None, f"{BODY}/old": None}), tmp_path / "t")
    (tmp_path / "here/old").mkdir(parents=True)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path / "here", check=True)
    done = quickship("new", ".", *NEW[1:], "../t", cwd=tmp_path / "here")
    assert done.code == 0, done.err
    assert (tmp_path / "here/a/empty").is_dir()
