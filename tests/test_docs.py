"""What the documents show is true: every command runs, and the help is what the command says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from conftest import COMMAND, ROOT
from quickship.cli import main

HELP = ROOT / "docs" / "commands.md"
# Run by other tests: the demo in its browser, what `make dev` serves, the linters; and this suite itself.
RUN_ELSEWHERE = re.compile(r"make (demo|test|dev|bench|setup|lint)\b|make -C")
SHOWN = ("README.md", "README.vi.md", "CONTRIBUTING.md", "docs/json.md", "docs/tutorial.md", "docs/updating.md")
IN_A_PROJECT = re.compile(r"quickship (add|remove|update|status)\b")


def blocks(document: str) -> list[str]:
    """The commands of a document: its indented lines, a comment at their end taken off."""
    lines = (ROOT / document).read_text(encoding="utf-8").splitlines()
    return [re.sub(r" {2,}#.*", "", line).strip() for line in lines if line.startswith("    ") and line.strip()]


def commands() -> list[str]:
    shown = [line for document in SHOWN for line in blocks(document) if re.match(r"(quickship|make|cd|uv|git)\b", line)]
    return [line for line in dict.fromkeys(shown) if not RUN_ELSEWHERE.search(line)]


@pytest.mark.parametrize("command", commands())
def test_a_command_that_is_shown_runs(command: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    (tmp_path / "idea.txt").write_text("A helper for new tenants", encoding="utf-8")
    if re.search(r"--(from|product) product\.toml", command):
        shutil.copy(ROOT / "examples/interview-coach/product.toml", tmp_path)
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    path = f"{ROOT / '.venv/bin'}{os.pathsep}{os.environ['PATH']}"
    environ = {**os.environ, "HOME": str(tmp_path / "home"), "PATH": path}
    place = tmp_path
    if IN_A_PROJECT.match(command):
        features = ("--with", "docker") if "remove" in command else ()
        words = [str(COMMAND), "new", "A guide", "--name", "Guide", *features, "--no-input", "-o", str(tmp_path / "in")]
        shutil.rmtree(tmp_path / ".git")
        subprocess.run(words, check=True, capture_output=True)
        place = tmp_path / "in/guide"
    done = subprocess.run(["sh", "-c", command], cwd=place, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _commands(group: click.Group) -> Iterator[str]:
    """The commands of a group, each group followed by its own."""
    for name, command in group.commands.items():
        yield name
        if isinstance(command, click.Group):
            yield from (f"{name} {below}" for below in _commands(command))


def help_pages() -> str:
    """The help of every command, as it is printed in a terminal of a hundred columns."""
    titles = ["quickship", *(f"quickship {name}" for name in _commands(main))]
    environ = {**os.environ, "COLUMNS": "100"}
    shown = []
    for title in titles:
        words = [str(COMMAND), *title.split()[1:], "--help"]
        text = subprocess.run(words, env=environ, capture_output=True, text=True, check=True).stdout
        shown.append(f"## {title}\n\n```text\n{text}```\n")
    return "# The commands\n\nWhat `--help` says; a test keeps this page the same.\n\n" + "\n".join(shown)


def test_the_help_shown_is_the_help_printed(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--write-golden"):
        HELP.write_text(help_pages(), encoding="utf-8")
    assert HELP.read_text(encoding="utf-8") == help_pages()


def without_what_is_said(command: str) -> str:
    """A command without what a reader of the other language says differently: ideas, names, examples."""
    return re.sub(r'"[^"]*"|examples/\S+|~/code/\S+|  +#.*', "-", command)


def test_the_vietnamese_readme_shows_the_commands_of_the_english_one() -> None:
    english, vietnamese = ([without_what_is_said(line) for line in blocks(f"README{end}.md")] for end in ("", ".vi"))
    assert vietnamese == english
    texts = [(ROOT / f"README{end}.md").read_text(encoding="utf-8") for end in ("", ".vi")]
    theirs, ours = (set(re.findall(r"`((?:quickship|make|uv|pipx|eval|--)[^`]*)`", text)) for text in texts)
    measured = set(re.findall(r"`([^`]*)`", texts[0].partition("## Numbers")[2]))
    assert theirs - measured <= ours


def test_every_link_of_a_document_leads_somewhere() -> None:
    for document in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")):
        text = re.sub("```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
            assert (document.parent / link).exists(), f"{document.name}: {link}"
