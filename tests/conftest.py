"""What every test stands on: an environment of nobody's, the installed command, one environment for what it makes."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from quickship import pins, templates
from update_world import World

ROOT = Path(__file__).parent.parent
COMMAND = ROOT / ".venv/bin/quickship"
OF_PROJECTS = ("test_generated", "test_features")
SCRUBBED = ("LLM_", "OPENAI_", "GIT_", "XDG_", "CAP_", "MAKE", "MFLAGS", "PYTHONDONTWRITEBYTECODE")

settings.register_profile("busy", deadline=None)  # a busy machine is no fault
settings.load_profile("busy")


class Done(NamedTuple):
    """How a run of the command ended."""

    code: int
    out: str
    err: str


class Quickship(Protocol):
    def __call__(
        self, *words: object, cwd: Path | None = None, stdin: bytes = b"", env: Mapping[str, str] | None = None
    ) -> Done: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--matrix", choices=["cover", "all"], default="cover", help="all: every combination, not a cover")
    parser.addoption("--write-golden", action="store_true", help="write tests/golden/ anew from what is rendered now")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of generated projects come first, since they take longest."""
    items.sort(key=lambda item: item.path.stem not in OF_PROJECTS)


class ByFixture(LoadScopeScheduling):  # type: ignore[misc]
    """One process for all tests of a file; of generated projects and the page's states, for each project and language.

    xdist's own loadgroup runs them anywhere under pytest 9.2, and so makes a module's fixtures twice: its issue 1386.
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        parameters = test.partition("[")[2]
        if Path(file).stem in OF_PROJECTS:
            return file + parameters
        return file + parameters.partition("-")[0] if file.endswith("test_page_states.py") else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFixture:
    config.option.loadscopereorder = False
    return ByFixture(config, log)


@pytest.fixture(scope="session", autouse=True)
def _nobodys_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A home of the tests' own and no setting of the person who runs them; only the package caches stay theirs."""
    uv = subprocess.run([ROOT / ".venv/bin/uv", "cache", "dir"], capture_output=True, text=True, check=True)
    home = Path.home()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UV_CACHE_DIR", uv.stdout.strip())
        patch.setenv("PIP_CACHE_DIR", os.environ.get("PIP_CACHE_DIR", str(home / ".cache/pip")))
        for variable, file in (("PIP_CONFIG_FILE", "pip/pip.conf"), ("UV_CONFIG_FILE", "uv/uv.toml")):
            if variable not in os.environ and (home / ".config" / file).exists():
                patch.setenv(variable, str(home / ".config" / file))
        for name in [name for name in os.environ if name.startswith(SCRUBBED)]:
            patch.delenv(name)
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        # A pytest takes the rights of others from the folder that all share, and PostgreSQL runs as another user.
        patch.setenv("PYTEST_DEBUG_TEMPROOT", str(tmp_path_factory.mktemp("tests")))
        yield


@pytest.fixture
def quickship(tmp_path: Path) -> Quickship:
    """Runs the installed command, without a terminal; whatever it is given, no traceback may show."""
    return runner(tmp_path)


def runner(place: Path) -> Quickship:
    """Runs the command in this folder unless another is named."""

    def run(*words: object, cwd: Path | None = None, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Done:
        done = subprocess.run(
            [COMMAND, *map(str, words)],
            cwd=cwd or place, input=stdin, env={**os.environ, **(env or {})}, capture_output=True, check=False,
        )  # fmt: skip
        out, err = done.stdout.decode(), done.stderr.decode()
        assert "Traceback" not in out + err
        return Done(done.returncode, out, err)

    return run


@pytest.fixture(scope="session")
def made_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a world in which a small project was just made."""
    place = tmp_path_factory.mktemp("world")
    world = World(place, runner(place))
    world.begin()
    world.new()
    return place


@pytest.fixture
def world(made_world: Path, tmp_path: Path) -> World:
    """A small project just made, with the templates that it is made of: each test has its own."""
    place = tmp_path / "world"
    shutil.copytree(made_world, place, symlinks=True)
    return World(place, runner(place))


@pytest.fixture
def type_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What all type checks of projects share, one at a time: the first fills it, which is most of the work."""
    cache = tmp_path_factory.getbasetemp().parent / "mypy"
    cache.mkdir(exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield cache


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `.venv` that all generated projects share, made once by a project's own `make setup`."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (shared / "environment.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        project = shared / "environment/shared"
        if not project.exists():
            features = [word for name in templates.names("feature") for word in ("--with", name)]
            words = ("new", "A helper for new tenants", "--name", "Shared", "--app", "chatbot", *features)
            command = [str(COMMAND), *words, "--no-input", "--no-git", "--offline", "-o", str(project.parent)]
            subprocess.run(command, check=True, capture_output=True)
            add_packages_of_other_apps(project)
        subprocess.run(["make", "setup"], cwd=project, check=True, capture_output=True)
    return project / ".venv"


def add_packages_of_other_apps(project: Path) -> None:
    """Each kind of app needs packages that the others do without."""
    place = project.parent.parent / "others"
    for app in set(templates.names("app")) - {"chatbot"}:
        words = ("new", "Anything", "--name", app, "--app", app, "--no-input", "--no-git", "-o", str(place))
        subprocess.run([str(COMMAND), *words], check=True, capture_output=True)
    made = [project, *sorted(place.iterdir())]
    for file in project.glob("requirements/*.txt"):
        found = [each / "requirements" / file.name for each in made]
        texts = [each.read_text(encoding="utf-8") for each in found if each.exists()]  # features bring groups
        file.write_text(pins.union(texts), encoding="utf-8")
