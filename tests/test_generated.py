"""Generated projects through their own front door: `make check` and `make test` in one shared environment."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from trees import own_tests

EXAMPLES = Path(__file__).parent.parent / "examples"
NASTY = (
    'Quotes \' " """ {{ 7*7 }} {% raw %} {# x #} $HOME `id` \\ \u202e\u0639 😀 <script>alert(1)</script> --- # %NAME%'
)
PROJECTS: dict[str, list[object]] = {
    "dental-assistant": ["--product", EXAMPLES / "dental-assistant"],
    "interview-coach": ["--product", EXAMPLES / "interview-coach", "--with", "docker"],
    "idea-en": ["A helper that answers questions of new tenants about their house"],
    "idea-vi": ["Trợ lý trả lời thắc mắc của sinh viên năm nhất về ký túc xá", "--with", "ci", "--with", "docker"],
    "support-triage": ["--product", EXAMPLES / "support-triage"],
    "labour-rules": ["--product", EXAMPLES / "labour-rules"],
    "documents-en": ["Answer employees' questions from the handbook"],
    "documents-vi": ["Hỏi đáp nội quy lao động công ty", "--with", "docker"],
    "nasty": [NASTY, "--app", "chatbot", "--name", f"Nasty {NASTY[:50]}", "--set", f"product.audience={NASTY}"],
}
OTHER_APPS = {"support-triage": "classifier", "labour-rules": "docqa"}


@pytest.fixture(scope="module", params=PROJECTS)
def project(request: pytest.FixtureRequest, environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project made by the installed command, with the shared environment in the place of its own."""
    place = tmp_path_factory.mktemp(request.param)
    command = [str(word) for word in PROJECTS[request.param]]
    ship = Path(__file__).parent.parent / ".venv/bin/quickship"
    subprocess.run([ship, "new", *command, "--no-input", "-o", place], check=True, capture_output=True)
    (made,) = place.iterdir()
    (made / ".venv").symlink_to(environment)
    return made


def covering(project: Path) -> list[str]:
    """Return the test files that stand for all tests of all these projects; none means all that it has, for one.

    That one's are everything that a chatbot has. Of the text with every sort of character: what reads the project's own
    words. Of the other kinds of app: what those alone have.
    """
    name = project.parent.name.rstrip("0123456789")
    files = sorted(file for file in (project / "tests").glob("test_*.py"))
    if name == "nasty":
        return [str(file) for file in files if "PROJECT" in file.read_text(encoding="utf-8")]
    if name in OTHER_APPS:
        return [f"tests/{file}" for file in own_tests(OTHER_APPS[name])]
    if name != "idea-vi":
        pytest.skip("not in the covering set: run make test-all")
    return []


def make(project: Path, target: str, cache: Path) -> subprocess.CompletedProcess[str]:
    """Runs one of the project's own make targets; type checks share one cache. The environment holds what all the
    projects need, so none of them sets it up: it would take out what only others want."""
    environ = {**os.environ, "MYPY_CACHE_DIR": str(cache), "RUFF_CACHE_DIR": str(cache / "ruff")}
    return subprocess.run(
        ["make", "-o", "setup", target], cwd=project, env=environ, capture_output=True, text=True, check=False
    )


def test_passes_its_own_checks(project: Path, type_cache: Path) -> None:
    done = make(project, "check", type_cache)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]


def test_passes_its_own_tests(project: Path, request: pytest.FixtureRequest) -> None:
    files = [] if request.config.getoption("--matrix") == "all" else covering(project)
    command = [str(project / ".venv/bin/python"), "-m", "pytest", *files]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert " passed" in done.stdout


def test_evaluates_its_own_cases(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    done = make(project, "eval", tmp_path_factory.getbasetemp().parent / "mypy")
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert "no measure of a model" in done.stdout
    if "--product" in PROJECTS[project.parent.name.rstrip("0123456789")]:
        assert "Wrong:" not in done.stdout, done.stdout


def test_setting_up_works_without_a_network_once_the_packages_are_known(environment: Path) -> None:
    project = environment.parent
    (project / "requirements" / "main.txt").touch()
    environ = {**os.environ, "UV_OFFLINE": "1"}
    (environment / "ready").unlink()
    done = subprocess.run(["make", "setup"], cwd=project, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
