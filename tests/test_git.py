"""The scaffold commit is the render, byte for byte, whatever git is set to; a person's repository is not touched."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from conftest import COMMAND, Quickship
from quickship import git
from quickship.types import File
from trees import COACH, DENTIST, contents

NEW = ("new", COACH, "--name", "Made", "--no-input")
HOSTILE = """
[core]
    autocrlf = true
    safecrlf = true
    hooksPath = {hooks}
    attributesFile = {hooks}/attributes
    excludesFile = {hooks}/ignored
    fileMode = false
[commit]
    gpgSign = true
    template = {hooks}/message
[gpg]
    program = /nowhere
[init]
    templateDir = {hooks}/template
    defaultBranch = trunk
[user]
    name = A Person
    email = person@example.org
"""


def run(*words: str, cwd: Path) -> str:
    return subprocess.run(["git", *words], cwd=cwd, capture_output=True, text=True, check=True).stdout.strip()


def committed(project: Path, commit: str) -> dict[str, bytes]:
    """The files of a commit by their path."""
    listed = run("ls-tree", "-r", "-z", "--full-tree", "--name-only", commit, cwd=project).strip("\0").split("\0")
    show = ["git", "-C", str(project), "cat-file", "blob"]
    return {
        path: subprocess.run([*show, f"{commit}:{path}"], capture_output=True, check=True).stdout for path in listed
    }


def trailer(project: Path, commit: str) -> str:
    return run("log", "-1", "--format=%(trailers:key=Quickship-Scaffold,valueonly)", commit, cwd=project)


@pytest.fixture
def hostile(tmp_path: Path) -> dict[str, str]:
    """A home whose git settings would change, refuse or add to every commit."""
    hooks = tmp_path / "hooks"
    (hooks / "template/hooks").mkdir(parents=True)
    (hooks / "attributes").write_text("* text=auto eol=crlf\n*.py -text filter=none\n")
    (hooks / "ignored").write_text("*\n")
    (hooks / "message").write_text("template\n")
    for hook in (hooks / "pre-commit", hooks / "template/hooks/pre-commit", hooks / "commit-msg"):
        hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/hook-ran\nexit 1\n")
        hook.chmod(0o755)
    (tmp_path / ".gitconfig").write_text(HOSTILE.format(hooks=hooks))
    return {"HOME": str(tmp_path)}


def test_the_first_commit_is_the_render_and_nothing_else(tmp_path: Path, quickship: Quickship) -> None:
    assert quickship(*NEW).code == 0
    made = tmp_path / "made"
    assert committed(made, "HEAD") == contents(made)
    assert run("status", "--porcelain", "--ignored", cwd=made) == ""
    assert run("rev-list", "--count", "--all", cwd=made) == "1"
    assert run("log", "-1", "--format=%s|%an|%ae", cwd=made) == (
        "Scaffold of Made, as quickship made it|quickship|quickship@localhost"
    )
    tree = {path: File(data, bool((made / path).stat().st_mode & 0o100), "") for path, data in contents(made).items()}
    assert trailer(made, "HEAD") == git.digest(tree)


def test_the_digest_leaves_out_the_scaffold_table_and_nothing_else() -> None:
    def digest(toml: str, executable: bool = False, path: str = "a") -> str:
        return git.digest({"product.toml": File(toml.encode(), False, ""), path: File(b"a", executable, "")})

    assert digest("a = 1\n") == digest("a = 1\n[scaffold]\nquickship = '1'\n")
    assert len({digest("a = 1\n"), digest("a = 2\n"), digest("a = 1\n", True), digest("a = 1\n", path="b")}) == 4


def test_settings_of_git_change_no_byte_and_no_hook_runs(
    tmp_path: Path, hostile: dict[str, str], quickship: Quickship
) -> None:
    assert quickship(*NEW, "-o", tmp_path / "plain").code == 0
    done = quickship(*NEW, "-o", tmp_path / "place", env=hostile)
    assert done.code == 0, done.err
    made = tmp_path / "place/made"
    assert committed(made, "HEAD") == contents(made) == contents(tmp_path / "plain/made")
    assert run("log", "-1", "--format=%an <%ae>", cwd=made) == "A Person <person@example.org>"
    assert trailer(made, "HEAD") == trailer(tmp_path / "plain/made", "HEAD")
    assert not (tmp_path / "hook-ran").exists()
    assert not (made / ".git/hooks").exists()


def test_variables_of_git_do_not_lead_it_elsewhere(tmp_path: Path, quickship: Quickship) -> None:
    other = tmp_path / "other"
    run("init", "--quiet", str(other), cwd=tmp_path)
    before = contents(other, git=True)
    env = {
        "GIT_DIR": str(other / ".git"), "GIT_WORK_TREE": str(other), "GIT_INDEX_FILE": str(other / "index"),
        "GIT_OBJECT_DIRECTORY": str(other / "objects"), "GIT_AUTHOR_DATE": "nonsense", "GIT_TRACE": "1",
    }  # fmt: skip
    assert quickship(*NEW, env=env).code == 0
    assert contents(other, git=True) == before
    assert committed(tmp_path / "made", "HEAD") == contents(tmp_path / "made")


@pytest.mark.parametrize("here", [True, False])
def test_a_persons_repository_only_gains_a_ref(
    here: bool, tmp_path: Path, hostile: dict[str, str], quickship: Quickship
) -> None:
    repository = tmp_path / "theirs"
    run("init", "--quiet", "--initial-branch=main", str(repository), cwd=tmp_path)
    (repository / "notes.txt").write_text("theirs")
    run("add", "notes.txt", cwd=repository)
    run("-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "theirs", cwd=repository)
    (repository / "staged.txt").write_text("staged")
    run("add", "staged.txt", cwd=repository)
    before = {name: data for name, data in contents(repository, git=True).items() if "/objects/" not in name}
    words = ("new", ".", COACH, "--name", "Made", "--no-input") if here else NEW
    done = quickship(*words, cwd=repository, env=hostile)
    assert done.code == 0, done.err
    made = repository if here else repository / "made"
    assert not (repository / "made/.git").exists()
    after = {name: data for name, data in contents(repository, git=True).items() if "/objects/" not in name}
    assert {name: after[name] for name in before} == before
    new = {name for name in after.keys() - before.keys() if name.startswith(".git/")}
    assert new == {".git/refs/quickship/made"}
    rendered = {name: data for name, data in contents(made).items() if name not in ("notes.txt", "staged.txt")}
    assert committed(repository, "refs/quickship/made") == rendered
    assert trailer(repository, "refs/quickship/made")
    assert run("branch", "--format=%(refname:short)", cwd=repository) == "main"
    assert not (tmp_path / "hook-ran").exists()


def test_no_git_makes_no_repository(tmp_path: Path, quickship: Quickship) -> None:
    assert quickship(*NEW, "--no-git").code == 0
    assert not (tmp_path / "made/.git").exists()
    assert (tmp_path / "made/product.toml").exists()


def test_without_git_one_sentence_names_the_way_out(tmp_path: Path, quickship: Quickship) -> None:
    (tmp_path / "bin").mkdir()
    env = {"PATH": str(tmp_path / "bin")}
    done = quickship(*NEW, env=env)
    assert (done.code, done.out) == (1, "")
    assert "git is not installed" in done.err
    assert "--no-git" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]
    assert quickship(*NEW, "--no-git", env=env).code == 0


def test_git_that_fails_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    fake = tmp_path / "bin/git"
    fake.write_text("#!/bin/sh\necho 'fatal: no luck' >&2\nexit 128\n")
    fake.chmod(0o755)
    env = {**os.environ, "PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"}
    words = [str(COMMAND), "new", DENTIST, "--no-input", "-o", str(tmp_path / "place")]
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "git init failed: fatal: no luck" in done.stderr
    assert not (tmp_path / "place").exists()
