"""docs/domains.md is true: its commands run in their order, its files are what a domain is, its project answers."""

from __future__ import annotations

import subprocess
from pathlib import Path

from conftest import ROOT
from quickship.product import parse
from test_templates_page import followed

PAGE = ROOT / "docs/domains.md"
EVALUATE = "make -C try/clutch eval"  # sets the project up, which takes minutes: the same is run below in a shared one
NAMES = ("clutch", "gearbox", "indicator")
STARTERS = ("What do I bring to my first lesson?", "I failed the test. What now?")


def test_a_domain_is_begun_written_and_used_as_the_page_says(tmp_path: Path, environment: Path) -> None:
    commands = followed(PAGE, tmp_path, (EVALUATE,))
    assert len(commands) == 7
    made = {name: parse((tmp_path / "try" / name / "product.toml").read_text("utf-8"))[0] for name in NAMES}
    assert made["clutch"].starters == made["gearbox"].starters == STARTERS
    assert [label.name for label in made["indicator"].labels] == ["Lessons", "Test"]
    assert made["gearbox"].documents[0].name == "First lesson.md"
    for name in NAMES[:2]:
        project = tmp_path / "try" / name
        (project / ".venv").symlink_to(environment)
        told = subprocess.run(
            [".venv/bin/python", "-m", "app", "eval"], cwd=project, capture_output=True, text=True, check=True
        )
        assert "Wrong:" not in told.stdout, told.stdout
