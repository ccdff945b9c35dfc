"""Features with every app, at birth and later: rendered together, checked, and what they bring run for real."""

from __future__ import annotations

import itertools
import os
import subprocess
from pathlib import Path

import pytest

from conftest import COMMAND, Quickship
from quickship import templates
from trees import contents, own_tests

APPS = templates.names("app")
FEATURES = templates.names("feature")
IDEA = ("new", "A helper for new tenants", "--name", "Made", "--no-input")

Case = tuple[str, tuple[str, ...]]

# Every feature with every app, all at once; make test-all looks at each pair alone, too.
COVER: list[Case] = [(app, tuple(FEATURES)) for app in APPS]
# What these try is the same code in every app; what differs there are the tables whose rows are carried over.
ALIKE = {"test_postgres", "test_redis", "test_migrate_store"}
ONCE_EACH = "test_every_row_is_carried_over_and_counted"
PAIRS: list[Case] = [(app, pair) for app in APPS for pair in itertools.combinations(FEATURES, 2)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    is_all = metafunc.config.getoption("--matrix") == "all"
    if "stack" in metafunc.fixturenames:
        cases = [*COVER, *PAIRS] if is_all else COVER
        metafunc.parametrize("stack", cases, ids=["-".join([app, *chosen]) for app, chosen in cases], scope="module")
    if "added" in metafunc.fixturenames:
        apps = APPS if is_all else APPS[:1]
        metafunc.parametrize("added", [(app, feature) for app in apps for feature in FEATURES], ids="-".join)


@pytest.fixture(scope="module")
def project(stack: Case, environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project made by the installed command, with the environment that holds what every project needs."""
    app, features = stack
    place = tmp_path_factory.mktemp(app)
    subprocess.run(
        [COMMAND, *IDEA, "--app", app, *named(features), "--no-git", "-o", place], check=True, capture_output=True
    )
    made = place / "made"
    (made / ".venv").symlink_to(environment)
    return made


def named(features: tuple[str, ...]) -> list[str]:
    return [word for feature in features for word in ("--with", feature)]


def brought(app: str, features: tuple[str, ...]) -> str:
    """The tests that the features bring, and those of others that need them, as pytest selects them.

    What holds on every database runs on the other one too: all of it in the first app, in others what is theirs alone.
    """
    own = {file.stem for name in features for file in templates.builtin()[name].glob("*/tests/test_*.py")}
    files = [file for path in templates.builtin().values() for file in path.glob("*/tests/test_*.py")]
    waiting = {file.stem for file in files if "quickship add" in file.read_text(encoding="utf-8")}
    if app == APPS[0]:
        return " or ".join([*sorted(own | waiting), "postgresql"])
    theirs = {Path(name).stem for name in own_tests(app)}
    of_stores = [f"(postgresql and {name})" for name in sorted(theirs)]
    return " or ".join([*sorted(own - ALIKE | waiting & theirs), ONCE_EACH, *of_stores])


def test_is_well_typed_and_linted(project: Path, type_cache: Path) -> None:
    environ = {**os.environ, "MYPY_CACHE_DIR": str(type_cache), "RUFF_CACHE_DIR": str(type_cache / "ruff")}
    done = subprocess.run(
        ["make", "-o", "setup", "check"], cwd=project, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]


def test_what_the_features_bring_passes(stack: Case, project: Path) -> None:
    if stack not in COVER:
        pytest.skip("pairs are checked, not run: all their tests are run where all features are")
    command = [str(project / ".venv/bin/python"), "-m", "pytest", "-k", brought(*stack)]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert " passed" in done.stdout


def test_a_feature_may_come_later(added: tuple[str, str], tmp_path: Path, quickship: Quickship) -> None:
    app, feature = added
    assert quickship(*IDEA, "--app", app, "-o", tmp_path / "later").code == 0
    done = quickship("add", feature, cwd=tmp_path / "later/made")
    assert done.code == 0, done.err
    assert quickship(*IDEA, "--app", app, "--with", feature, "--no-git", "-o", tmp_path / "born").code == 0
    assert contents(tmp_path / "later/made") == contents(tmp_path / "born/made")
