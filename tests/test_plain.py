"""Any cookiecutter template comes out as cookiecutter's own command renders it: bytes, modes, empty folders."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from conftest import ROOT, Quickship
from plain_templates import NAMES, PLAIN, Plain, write

Entries = dict[str, tuple[int, bytes]]
TYPED = [name for name, plain in PLAIN.items() if plain.typed]


def entries(project: Path) -> Entries:
    """Everything below a project: its mode, and its bytes where it is a file."""
    return dict(_entries(project))


def _entries(project: Path) -> Iterator[tuple[str, tuple[int, bytes]]]:
    for place in sorted(project.rglob("*")):
        assert not place.is_symlink()
        path = place.relative_to(project).as_posix()
        data = place.read_bytes() if place.is_file() else b"folder"
        yield path, (stat.S_IMODE(place.stat().st_mode), data)


def cookiecutter(template: str, out: Path, cwd: Path, typed: Sequence[str] = (), **env: str) -> Entries:
    """What cookiecutter's own command makes: without a question, or with these lines typed."""
    command = [str(ROOT / ".venv/bin/cookiecutter"), template, "-o", str(out)]
    done = subprocess.run(
        command + ([] if typed else ["--no-input"]),
        cwd=cwd, env={**os.environ, **env}, input="".join(f"{line}\n" for line in typed),
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return taken(out)


def taken(out: Path) -> Entries:
    """The one project of a folder, which is moved out of the way: paths of the folder may stand in it."""
    (project,) = (entry for entry in out.iterdir())
    made = entries(project)
    project.rename(out.with_name(f"{project.name}-{len(list(out.parent.iterdir()))}"))
    return {"": (0, project.name.encode()), **made}


def ours(quickship: Quickship, template: str, out: Path, *words: str, **env: str) -> Entries:
    """What quickship makes, without the one file that it adds."""
    done = quickship("new", "--template", template, "--trust", "--no-input", "--no-git", "-o", out, *words, env=env)
    assert done.code == 0, done.err
    made = taken(out)
    del made["product.toml"]
    return made


@pytest.mark.parametrize("name", [name for name in PLAIN if name not in TYPED or name in ("variables", "hooks")])
def test_with_every_default_it_is_the_same(name: str, tmp_path: Path, quickship: Quickship) -> None:
    write(PLAIN[name], tmp_path / "a template")
    expected = cookiecutter("./a template", tmp_path / "out", tmp_path)
    assert ours(quickship, "./a template", tmp_path / "out") == expected
    assert len(expected) > 1


@pytest.mark.parametrize("name", TYPED)
def test_with_the_same_answers_it_is_the_same(name: str, tmp_path: Path, quickship: Quickship) -> None:
    write(PLAIN[name], tmp_path / "template")
    template = str(tmp_path / "template")
    expected = cookiecutter(template, tmp_path / "out", tmp_path, [typed for _, typed, _ in PLAIN[name].typed])
    said = [word for key, _, text in PLAIN[name].typed for word in ("--set", f"{key}={text}")]
    assert ours(quickship, template, tmp_path / "out", *said) == expected


def test_a_persons_own_cookiecutter_configuration_is_kept(tmp_path: Path, quickship: Quickship) -> None:
    (tmp_path / "rc").write_text(
        f"default_context:\n  project_name: From The Rc\n  colour: blue\nabbreviations:\n  mine: {tmp_path}/{{0}}\n"
    )
    context = {**NAMES, "colour": ["red", "blue"]}
    write(Plain(context, {"{{cookiecutter.repo_name}}/a": "{{ cookiecutter.colour }}"}), tmp_path / "t")
    env = {"COOKIECUTTER_CONFIG": str(tmp_path / "rc")}
    expected = cookiecutter("mine:t", tmp_path / "out", tmp_path, **env)
    assert ours(quickship, "mine:t", tmp_path / "out", **env) == expected
    assert expected["a"][1] == b"blue"
