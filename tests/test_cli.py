"""The command line as people and scripts meet it: exit codes, one JSON document, no question without a terminal."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conftest import ROOT, Quickship
from quickship import __version__
from trees import COACH, DENTIST, contents

SCHEMA = json.loads((ROOT / "docs/new.schema.json").read_text(encoding="utf-8"))
SOURCES = ROOT / "generator/quickship"
ROAD = [
    "slug",
    "product",
    "product_file",
    "idea",
    "draft",
    "templates",
    "stack",
    "at_home",
    "render",
    "verify",
    "write",
    "git",
    "road",
    "new",
]


def document(out: str) -> dict[str, Any]:
    """The one JSON document on stdout, held to its schema."""
    found: dict[str, Any] = json.loads(out)
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    return found


def test_the_schema_itself_is_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        document("{}")


def test_a_project_is_made_and_the_next_steps_are_named(tmp_path: Path, quickship: Quickship) -> None:
    done = quickship("new", DENTIST, "--name", "Phòng khám Đỏ", "--offline", "--no-input")
    assert (done.code, done.out) == (0, "")
    assert f"cd {tmp_path}/phong-kham-do" in done.err
    assert "make dev" in done.err
    assert "\x1b" not in done.err


def test_json_is_one_document_of_what_was_written(tmp_path: Path, quickship: Quickship) -> None:
    done = quickship("new", DENTIST, "--json", "--with", "docker")
    found = document(done.out)
    project = Path(found["folder"])
    assert (done.code, done.err, found["written"], found["product"]["app"]) == (0, "", True, "chatbot")
    assert project.parent == tmp_path
    assert {row["path"]: row["size"] for row in found["files"]} == {
        path: len(data) for path, data in contents(project).items()
    }
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=project, capture_output=True, text=True, check=True)
    assert found["commit"] == head.stdout.strip()
    kinds = {"base": "base", "conversation": "part", "chatbot": "app", "health": "domain", "docker": "feature"}
    assert {one["name"]: one["kind"] for one in found["stack"]} == kinds
    assert [one["name"] for one in found["stack"]] == list(kinds)


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path: Path, quickship: Quickship) -> None:
    (tmp_path / "temporary").mkdir()
    env = {"TMPDIR": str(tmp_path / "temporary")}
    planned = document(quickship("new", COACH, "--json", "--dry-run", env=env).out)
    people = quickship("new", COACH, "--no-input", "--dry-run", env=env)
    assert [path.name for path in tmp_path.rglob("*")] == ["temporary"]
    made = document(quickship("new", COACH, "--json", "--no-git", env=env).out)
    assert planned == {**made, "written": False}
    assert made["commit"] is None
    for row in planned["files"]:
        assert f"{row['owner']}, {row['size']:,} bytes" in people.out
        assert row["path"] in people.out


@pytest.mark.parametrize(
    ("words", "code", "message", "hint"),
    [
        ([], 2, "there is no idea", "quickship new"),
        (["a", "b"], 2, "must be one argument", 'quickship new "a b"'),
        ([""], 1, "the idea is empty", "quickship new"),
        ([".", COACH, "-o", "x"], 2, "both name the place", "leave one"),
        ([COACH, "--nmae", "x"], 2, "No such option", ""),
        ([COACH, "--language", "fr"], 2, "'fr'", "Usage"),
        ([COACH, "--app", "chatbto"], 1, "no app called `chatbto`", "did you mean `chatbot`?"),
        ([COACH, "--with", "dokcer"], 1, "no feature called `dokcer`", "docker"),
        ([COACH, "--name", "x", "--set", "product.name=y"], 2, "both say the name", "leave one"),
        ([COACH, "--set", "product.nmae=y"], 2, "no key `product.nmae`", "did you mean `product.name`?"),
        ([COACH, "--name", " "], 2, "--name is empty", "leave it out"),
        ([COACH, "--trust"], 2, "nothing to trust", "leave it out"),
        ([COACH, "--model", ""], 2, "--model is empty", "leave it out"),
        (["--product", "nowhere.toml"], 1, "cannot be read", ""),
        (["--product", "."], 1, "cannot be read", ""),
    ],
)
def test_a_fault_is_one_sentence_with_its_exit_code(
    words: list[str], code: int, message: str, hint: str, tmp_path: Path, quickship: Quickship
) -> None:
    plain, as_json = quickship("new", *words), quickship("new", *words, "--json")
    error = document(as_json.out)["error"]
    assert (plain.code, as_json.code, error["exit_code"]) == (code, code, code)
    assert plain.out == ""
    assert message in error["message"]
    assert hint in error["hint"]
    assert plain.err == as_json.err
    assert error["message"] in plain.err
    assert list(tmp_path.iterdir()) == []


def test_without_a_terminal_nothing_is_asked_and_what_is_missing_is_named(quickship: Quickship) -> None:
    done = quickship("new", stdin=b"an idea\nyes\n")
    assert done.code == 2
    assert done.err.startswith("error: there is no idea")


def test_an_idea_comes_from_stdin_and_flags_win_over_it(quickship: Quickship) -> None:
    flags = ("--name", "Đèn", "--language", "en", "--provider", "groq", "--model", "m", "--set", "hue=7")
    done = quickship("new", "-", "--json", "--dry-run", *flags, stdin="\ufeffTrợ lý ảo\r\n".encode())
    product = document(done.out)["product"]
    assert (product["idea"], product["name"], product["slug"]) == ("Trợ lý ảo", "Đèn", "den")
    assert (product["language"], product["model"], product["hue"]) == ("en", {"provider": "groq", "name": "m"}, 7)


def test_help_loads_nothing_heavy() -> None:
    probe = (
        "import sys\nsys.argv = ['quickship', {words}]\nfrom quickship.cli import run\n"
        "try:\n    run()\nexcept SystemExit as end:\n    assert not end.code\n"
        "print('loaded', *sorted({{name.split('.')[0] for name in sys.modules}}))"
    )
    for words in ("'--help'", "'new', '--help'", "'templates', 'check', '--help'", "'--version'"):
        done = subprocess.run(
            [sys.executable, "-c", probe.format(words=words)], capture_output=True, text=True, check=True
        )
        loaded = set(done.stdout.splitlines()[-1].split())
        assert {"click", "quickship"} <= loaded
        assert not loaded & {"openai", "cookiecutter", "pydantic", "jinja2", "yaml", "tomlkit", "questionary", "httpx"}


def test_the_version_is_the_packages(quickship: Quickship) -> None:
    assert quickship("--version").out.strip().endswith(__version__)


def test_nothing_on_the_road_imports_what_lies_after_it() -> None:
    for place, name in enumerate(ROAD):
        later = set(ROAD[place + 1 :]) | {"cli", "questions"}
        allowed = {"questions"} if name == "new" else set()
        assert imports(SOURCES / f"{name}.py") & later <= allowed, name


def imports(file: Path) -> set[str]:
    """The modules of quickship that a source file imports, wherever in it."""
    nodes = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom)]
    names = {alias.name for node in nodes if node.module == "quickship" for alias in node.names}
    return names | {str(node.module).split(".")[1] for node in nodes if str(node.module).startswith("quickship.")}
