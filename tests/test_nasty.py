"""Whatever a person says is data: the same code as anyone's, or one clear sentence."""

from __future__ import annotations

import json
import os
import subprocess
import tomllib
from pathlib import Path

import pytest

from conftest import COMMAND, ROOT, Quickship
from quickship.idea import clean
from trees import COACH, contents

NASTY = {
    "quotes": 'a "coach" \'for\' """all""" \'\'\'jobs\'\'\' \\" \\',
    "jinja": "coach {{ 7*7 }} {% raw %} {# x #} {{ cookiecutter.slug }} {% endraw %}",
    "newlines": "a coach\nfor\r\njobs\rseekers\n\n[product]\nname = 'x'",
    "shell": "coach $HOME `id` $(id) ; rm -rf / && true | cat > x",
    "markup": "coach <script>alert(1)</script> --> ]]> *b* [a](javascript:x)",
    "make": "coach $(shell id) $$x %s %(x)s #",
    "path": "../../coach/../../etc/passwd",
    "right-to-left": "coach \u202e\u0639\u0631\u0628\u064a\u200f\u2066",
    "emoji": "coach 😀 👩‍👩‍👧 🇻🇳",
    "separators": "coach \u2028 \u2029 \x85 \ufeff \x7f \x1b[31m",
    "nul": "coach \0 jobs",
    "surrogate": "coach \udcff",
    "long": "coach " * 20_000,
    "empty": "",
    "spaces": " \t\n",
    "symbols": "!!! ??? ---",
    "chinese": "帮助求职者练习面试的教练",
    "device": "CON",
    "python": "import",
    "dependency": "openai",
}
# Said as a name these are refused; some of them are good enough for an audience, which is then said alone.
NO_NAMES = {"newlines", "separators", "surrogate", "empty", "spaces", "symbols"}
FLAGS = [
    (name, keys)
    for name, text in NASTY.items()
    if "\0" not in text and len(text) < 10_000
    for keys in (*(["name", "audience"] if name in NO_NAMES else ["name audience tagline instructions"]), "slug")
]
DATA = {"product.toml", "README.md", "pyproject.toml", "compose.yaml", "Makefile", ".env.example"}


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What runs in a project of an ordinary idea: nothing of it may differ in any other."""
    place = tmp_path_factory.mktemp("ordinary")
    subprocess.run([COMMAND, "new", COACH, "--no-input", "--no-git", "-o", place], check=True, capture_output=True)
    (project,) = place.iterdir()
    return executed(project)


def executed(project: Path) -> dict[str, bytes]:
    """Everything below a project but the files that carry what a person said."""
    return {
        path: data
        for path, data in contents(project).items()
        if path not in DATA and not path.startswith(("data/", "evals/"))
    }


def check(done: tuple[int, str, str], place: Path, code: dict[str, bytes]) -> None:
    """One sentence and nothing written, or a project that runs the same code and holds the words as data."""
    exit_code, _, err = done
    projects = list(place.iterdir()) if place.exists() else []
    if exit_code:
        assert exit_code in (1, 2)
        assert err.startswith("error: ")
        assert err.count("error: ") == 1
        assert len(err.splitlines()) <= 2
        assert projects == []
        return
    (project,) = projects
    assert executed(project) == code
    assert project.name.replace("-", "").isalnum()
    assert project.name.isascii()
    product = tomllib.loads((project / "product.toml").read_text(encoding="utf-8"))["product"]
    assert product["slug"] == project.name
    for file in (*project.glob("data/*.jsonl"), *project.glob("evals/*.jsonl")):
        assert all(json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line)


@pytest.mark.parametrize("name", NASTY)
def test_an_idea_is_data_or_one_sentence(
    name: str, tmp_path: Path, quickship: Quickship, code: dict[str, bytes]
) -> None:
    text = NASTY[name].encode(errors="surrogatepass")
    done = quickship("new", "-", "--no-input", "--no-git", "-o", tmp_path / "place", stdin=text)
    check(done, tmp_path / "place", code)
    if name in ("nul", "surrogate", "long", "empty", "spaces", "symbols"):
        assert done.code == 1
    else:
        assert done.code == 0, done.err


@pytest.mark.parametrize(("name", "keys"), FLAGS)
def test_a_flag_is_data_or_one_sentence(
    name: str, keys: str, tmp_path: Path, quickship: Quickship, code: dict[str, bytes]
) -> None:
    text = NASTY[name]
    said = [
        word for key in keys.split() for word in (("--name", text) if key == "name" else ("--set", f"{key}={text}"))
    ]
    done = quickship("new", COACH, *said, "--no-input", "--no-git", "-o", tmp_path / "place")
    check(done, tmp_path / "place", code)
    if done.code == 0:
        (project,) = (tmp_path / "place").iterdir()
        product = tomllib.loads((project / "product.toml").read_text(encoding="utf-8"))
        assert values(product).count(text) >= len(keys.split()) * bool(text)
    else:
        assert name in NO_NAMES or keys == "slug"


def values(table: object) -> list[object]:
    """Every plain value of a table, however deep."""
    if isinstance(table, dict):
        return [value for part in table.values() for value in values(part)]
    return [value for part in table for value in values(part)] if isinstance(table, list) else [table]


@pytest.mark.parametrize("name", [name for name, text in NASTY.items() if "\0" not in text])
def test_an_idea_given_to_make_is_data_or_one_sentence(name: str, tmp_path: Path) -> None:
    """All of `make demo` but its last step: what `make dev` runs is the same for every idea."""
    idea = NASTY[name].encode(errors="surrogateescape")
    words = [b"make", b"demo", b"MAKE=true", b"DEMO=" + os.fsencode(tmp_path), b"IDEA=" + idea]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, check=False)
    projects = [tomllib.loads(file.read_text(encoding="utf-8")) for file in tmp_path.glob("*/*/product.toml")]
    if name in ("surrogate", "long", "empty", "spaces", "symbols"):
        assert done.returncode != 0
        assert done.stderr.count(b"error: ") == 1
        assert projects == []
    else:
        assert done.returncode == 0, done.stderr
        assert [project["product"]["idea"] for project in projects] == [clean(NASTY[name])]
