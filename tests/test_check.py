"""`quickship templates check`: every fault is found with its file, its line and what to do, and no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from conftest import Quickship
from plain_templates import NAMES, Plain, write
from quickship import check, places, templates, trust
from quickship.checks.subject import Subject
from quickship.types import Template
from template_faults import FAULTS, SECRET, SLUG, contributes, template
from test_shaping import document


def found(plain: Plain, folder: Path) -> list[tuple[str, int, str, str]]:
    """The findings of a template, read as the command reads it."""
    write(plain, folder)
    context = templates.load(folder)
    one = Template(folder.name, templates.kind(context), folder, "here", "", context)
    return [(f.file, f.line, f.message, f.fix) for f in check.inspect(Subject(one, check.others(one)))]


def _line_of(text: str, file: Path) -> int:
    lines = file.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_with_its_line_and_what_to_do(fault: str, tmp_path: Path) -> None:
    plain, file, line, words = FAULTS[fault]
    findings = found(plain, tmp_path / "t")
    number = line if isinstance(line, int) else _line_of(line, tmp_path / "t/cookiecutter.json")
    matching = [one for one in findings if one[0] == file and words in one[2]]
    assert matching, findings
    assert matching[0][1] == number
    assert all(fix for *_, fix in findings)
    assert SECRET not in str(findings)


GOOD = template(
    {
        "a.toml": "a = {{ cookiecutter._product.name | quoted }}\n{{ cookiecutter._product_toml }}",
        "b.md": "{% for row in cookiecutter._product.faq %}{{ loop.index }} {{ row.question | markdown }}{% endfor %}"
        "{% if cookiecutter._product.starters | length > 2 %}{{ cookiecutter.slug }}{% endif %}",
        "c.yaml": "{{ {'a': cookiecutter._product.name} | yaml }}{{ cookiecutter._contributed.services | yaml }}",
        "d.txt": "{{ cookiecutter._product.name }}{% now 'utc' %}{{ cookiecutter._own.x }}",
        "app/x.py": "y = f'{{ not_jinja }}'\nz = '{{ nor this }}'\n",
        "{{cookiecutter._dot}}env": "",
    },
    contributes(settings=[{"name": "MINE", "default": "", "help": {"en": "x", "vi": "y"}}]),
    _own={"x": 1},
    _dot=".",
)


def test_nothing_is_found_in_a_template_without_a_fault(tmp_path: Path) -> None:
    assert found(GOOD, tmp_path / "t") == []


def test_a_plain_template_is_held_to_what_holds_for_it(tmp_path: Path) -> None:
    body = "{{cookiecutter.repo_name}}"
    plain = Plain(NAMES, {f"{body}/.gitignore": "", f"{body}/a.py": "x = '{{ cookiecutter.project_name }}'\n"})
    assert found(plain, tmp_path / "good") == []
    bad = found(Plain({**NAMES, "spare": ""}, {f"{body}/a.py": "f'{{ cookiecutter.nothing }}'"}), tmp_path / "bad")
    assert [message for _, _, message, _ in bad] == [
        "`cookiecutter.nothing` is not defined",
        "`spare` is not used",
        "Jinja inside an f-string, where braces mean both",
    ]


@pytest.mark.parametrize("name", templates.builtin())
def test_the_built_in_templates_pass(name: str, quickship: Quickship) -> None:
    done = quickship("templates", "check", "--quick", name, "--json")
    assert (done.code, document(done.out)["findings"]) == (0, [])


def test_findings_are_told_to_people_and_to_programs(tmp_path: Path, quickship: Quickship) -> None:
    write(template({"a.md": "\n{{ cookiecutter.nmae }}"}), tmp_path / "t")
    shown, told = (quickship("templates", "check", "--quick", "./t", *words) for words in ((), ("--json",)))
    assert (shown.code, told.code) == (1, 1)
    assert f"{SLUG}/a.md:2: `cookiecutter.nmae` is not defined\n    fix: add it to cookiecutter.json" in shown.out
    (finding,) = document(told.out)["findings"]
    assert (finding["file"], finding["line"]) == (f"{SLUG}/a.md", 2)


def test_a_quick_check_runs_nothing_and_a_whole_one_wants_trust(tmp_path: Path, quickship: Quickship) -> None:
    mark = tmp_path / "ran"
    popen = "{{ lipsum.__globals__['os'].popen('touch " + str(mark) + "').read() }}"
    evil = template({"a.md": popen, "../evil.py": f"open({str(mark)!r}, 'w')"}, _extensions=["evil.E"], x=popen)
    write(evil, tmp_path / "t")
    env = {"XDG_DATA_HOME": str(tmp_path / "data")}
    assert quickship("templates", "check", "--quick", "./t", env=env).code == 1
    assert "is not trusted" in quickship("templates", "check", "./t", env=env).err
    assert not mark.exists()


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Built-in templates of a few lines: projects whose tests take no time, and fail where a file `broken` is."""
    monkeypatch.setattr(templates, "builtin_folder", lambda: tmp_path / "shelf")
    monkeypatch.setattr(places, "_data", lambda: tmp_path / "data")
    make = f"{SLUG}/Makefile"
    kinds = {
        "base": Plain(
            {"slug": "x", "_quickship": {"kind": "base", "summary": "s"}},
            {
                make: "test:\n\t@test ! -e broken || { echo it is broken; exit 1; }\n",
                f"{SLUG}/product.toml": "{{ cookiecutter._product_toml }}",
            },
        ),
        "apps/chatbot": Plain({"slug": "x", "_quickship": {"kind": "app", "summary": "s"}}, {f"{SLUG}/chat.txt": ""}),
        "apps/docqa": Plain({"slug": "x", "_quickship": {"kind": "app", "summary": "s"}}, {f"{SLUG}/docs.txt": ""}),
        "features/docker": Plain(
            {"slug": "x", "_quickship": {"kind": "feature", "summary": "s"}}, {f"{SLUG}/image.txt": ""}
        ),
        "features/loud": Plain(
            {"slug": "x", "_quickship": {"kind": "feature", "summary": "s", "conflicts": ["quiet"]}},
            {f"{SLUG}/loud.txt": ""},
        ),
    }
    for place, plain in kinds.items():
        write(plain, tmp_path / "shelf" / place)
    return tmp_path


def checked(shelf: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    trust.keep(templates.digest(shelf / "quiet"), "x")
    check.run(str(shelf / "quiet"), quick=False, trust=False, as_json=True)
    return document(capsys.readouterr().out)


def test_it_is_made_with_every_other_template_and_the_tests_of_the_projects_run(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(template({"a.md": "{{ cookiecutter._product.name | length }}", "Quiet.txt": ""}), shelf / "quiet")
    result = checked(shelf, capsys)
    assert result["findings"] == []
    assert result["projects"] == [
        {"names": ["chatbot", "quiet"], "language": "en", "outcome": "passed"},
        {"names": ["docqa", "quiet"], "language": "en", "outcome": "passed"},
        {"names": ["chatbot", "quiet", "docker"], "language": "vi", "outcome": "passed"},
    ]


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("broken", "", "its tests fail: it is broken"),
        ("a.toml", "a = {{ cookiecutter._product.name }}", "a.toml is not valid"),
        ("a.md", "{% raw %}{{ left }}{% endraw %}", "Jinja that was not rendered"),
        ("docs.txt", "", "`quiet` and `docqa` both write docs.txt"),
    ],
)
def test_a_project_that_cannot_be_made_or_fails_is_found(
    file: str, text: str, words: str, shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(template({file: text}), shelf / "quiet")
    result = checked(shelf, capsys)
    assert any(words in one["message"] for one in result["findings"]), result
    assert any(words in one["outcome"] for one in result["projects"])
