"""A project's setup.sh, run for real: two tiny packages in the place of all requirements."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from quickship import templates

BASE = templates.builtin_folder() / "base"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that is nothing but its setup, in a folder with a space in its name."""
    folder = tmp_path / "my project"
    (folder / "requirements").mkdir(parents=True)
    shutil.copy(BASE / "{{cookiecutter.slug}}" / "setup.sh", folder)
    shutil.copy(BASE / "pins" / "uv.txt", folder / "requirements")
    pin(folder, "main", "main", "idna")
    pin(folder, "dev", "dev", "iniconfig")
    return folder


def pin(project: Path, group: str, source: str, name: str) -> None:
    """Writes a group of one package, as the templates pin it."""
    text = (BASE / "pins" / f"{source}.txt").read_text(encoding="utf-8")
    entry = re.search(rf"^{name}==.*(?:\n +--hash.*)+\n", text, re.MULTILINE)
    assert entry
    (project / "requirements" / f"{group}.txt").write_text(entry[0], encoding="utf-8")


def start(project: Path, *groups: str, **environ: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        ["sh", str(project / "setup.sh"), *groups],
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def setup(project: Path, *groups: str, **environ: str) -> tuple[int, str]:
    """Runs setup.sh to its end; its exit code and what it said."""
    process = start(project, *groups, **environ)
    out, err = process.communicate(timeout=120)
    assert out == ""
    return process.returncode, err


def has(project: Path, module: str) -> bool:
    python = project / ".venv/bin/python"
    return subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0


def without_uv(folder: Path, python: str) -> str:
    """A PATH of the usual tools without uv, and with this script for every Python."""
    folder.mkdir()
    for tool in ("sh", "cat", "sort", "cksum", "sleep", "ln", "rm", "readlink", "dirname", "tr"):
        (folder / tool).symlink_to(str(shutil.which(tool)))
    (folder / "python3").write_text(f"#!/bin/sh\n{python}\n")
    (folder / "python3").chmod(0o755)
    return str(folder)


def test_installs_the_groups_asked_for_and_keeps_those_asked_for_before(project: Path) -> None:
    assert setup(project)[0] == 0
    assert has(project, "idna")
    assert not has(project, "iniconfig")
    assert (project / ".venv/bin/uv").is_file()
    assert setup(project, "dev")[0] == 0
    assert has(project, "iniconfig")
    assert setup(project) == (0, "")
    assert has(project, "iniconfig")


def test_does_nothing_until_the_requirements_change(project: Path) -> None:
    setup(project)
    assert setup(project, PATH=without_uv(project / "bin", "exit 1")) == (0, "")
    pin(project, "main", "main", "sniffio")
    code, said = setup(project)
    assert (code, said.count("\n")) == (0, 1)
    assert has(project, "sniffio")
    assert not has(project, "idna")


def test_a_warm_cache_is_enough(project: Path) -> None:
    setup(project)
    shutil.rmtree(project / ".venv")
    assert setup(project, UV_OFFLINE="1")[0] == 0
    assert has(project, "idna")


def test_without_uv_any_python_brings_it_into_the_environment(project: Path) -> None:
    path = without_uv(project / "bin", f'exec "{sys.executable}" "$@"')
    assert setup(project, PATH=path)[0] == 0
    assert has(project, "idna")
    assert (project / ".venv/bin/uv").is_file()


def test_several_at_once_do_not_disturb_each_other(project: Path) -> None:
    running = [start(project, *groups) for groups in ((), ("dev",), ())]
    assert [process.communicate(timeout=120)[0] or process.returncode for process in running] == [0, 0, 0]
    assert has(project, "idna")
    assert has(project, "iniconfig")
    assert not (project / ".venv.lock").is_symlink()


def test_a_lock_left_by_a_killed_setup_is_seen_through(project: Path) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    (project / ".venv.lock").symlink_to(str(dead.pid))
    assert setup(project)[0] == 0


def test_a_half_made_environment_is_made_whole(project: Path) -> None:
    (project / ".venv/bin").mkdir(parents=True)
    (project / ".venv/bin/python").symlink_to("gone")
    assert setup(project)[0] == 0
    assert has(project, "idna")


def test_a_wrong_hash_installs_nothing(project: Path) -> None:
    file = project / "requirements/main.txt"
    file.write_text(re.sub("sha256:[0-9a-f]{8}", "sha256:00000000", file.read_text()))
    assert setup(project)[0] != 0
    assert not has(project, "idna")
    assert not (project / ".venv/ready").exists()


@pytest.mark.parametrize(
    ("python", "sentence"),
    [
        ("exit 1", "This needs Python 3.11 or newer, or uv; neither is on PATH.\n"),
        (
            'case "$*" in *venv*) echo "Traceback" >&2; exit 1;; esac',
            "python3 cannot make an environment: .*or uv\\.\n",
        ),
    ],
    ids=["no Python that is new enough", "a Python without venv"],
)
def test_what_is_missing_is_said_in_one_sentence(project: Path, python: str, sentence: str) -> None:
    code, said = setup(project, PATH=without_uv(project / "bin", python))
    assert code == 1
    assert re.fullmatch(sentence, said)


def test_an_unknown_group_is_said_in_one_sentence(project: Path) -> None:
    assert setup(project, "nosuch") == (1, "There is no requirements/nosuch.txt.\n")
