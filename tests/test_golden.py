"""Which files a project has and who owns each, and that a product gives the same bytes every time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import ROOT, Quickship
from quickship.product_file import without_scaffold
from trees import DENTIST, contents

GOLDEN = ROOT / "tests/golden"
EXAMPLES = sorted(path.parent.name for path in ROOT.glob("examples/*/product.toml"))


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_paths_of_an_example_and_their_owners(
    example: str, quickship: Quickship, request: pytest.FixtureRequest
) -> None:
    done = quickship("new", "--product", ROOT / "examples" / example, "--no-input", "--dry-run", "--json")
    listed = "".join(f"{file['path']}  {file['owner']}\n" for file in json.loads(done.out)["files"])
    golden = GOLDEN / f"{example}.txt"
    if request.config.getoption("--write-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(listed, encoding="utf-8")
    assert listed == golden.read_text(encoding="utf-8"), "pytest --write-golden writes it anew"


def test_every_golden_file_has_its_example() -> None:
    assert sorted(path.stem for path in GOLDEN.iterdir()) == EXAMPLES != []


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_projects_own_product_file_gives_the_project_again(
    example: str, tmp_path: Path, quickship: Quickship
) -> None:
    source = ROOT / "examples" / example
    first = make(quickship, tmp_path / "first", "--product", source, "--with", "docker")
    again = make(quickship, tmp_path / "again", "--product", first)
    assert contents(again) == contents(first)
    theirs = (source / "product.toml").read_text(encoding="utf-8")
    kept = [line for line in theirs.splitlines() if line.strip()]
    written = without_scaffold((first / "product.toml").read_text(encoding="utf-8")).splitlines()
    assert [line for line in written if line in kept] == kept


def test_an_idea_gives_the_same_bytes_twice_and_once_more_from_its_file(tmp_path: Path, quickship: Quickship) -> None:
    one, two = (make(quickship, tmp_path / name, DENTIST) for name in ("one", "two"))
    again = make(quickship, tmp_path / "again", "--product", one / "product.toml")
    assert contents(one) == contents(two) == contents(again)


def make(quickship: Quickship, place: Path, *words: object) -> Path:
    """Makes a project in a new folder and returns where it is."""
    done = quickship("new", *words, "--no-input", "--no-git", "-o", place)
    assert done.code == 0, done.err
    (project,) = place.iterdir()
    return project
