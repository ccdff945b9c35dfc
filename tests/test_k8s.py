"""The Kubernetes manifests of a project whose name YAML could take for something else, held to the schemas."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import COMMAND, ROOT

NAME = "null: \"x\" & 'y' {{ 7*7 }} # Nụ Cười 😀 \\ %s"
PATCHES = {"sqlite/deployment.yaml", "postgres/deployment.yaml"}


@pytest.fixture(scope="module")
def manifests(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("k8s")
    words = ("new", "A helper for new tenants", "--name", NAME, "--set", "slug=null", "--with", "k8s")
    subprocess.run([COMMAND, *words, "--no-input", "--no-git", "-o", place], check=True, capture_output=True)
    return place / "null/k8s"


def valid(*files: Path) -> None:
    """Holds documents to the newest schemas, refusing keys that these do not know."""
    command = [str(ROOT / ".venv/bin/kubernetes-validate"), "--strict", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr.count("passed") + done.stdout.count("passed") >= len(files)


def test_each_document_keeps_to_its_schema(manifests: Path) -> None:
    files = [file for file in manifests.glob("*/*.yaml") if file.name != "kustomization.yaml"]
    whole = [file for file in files if file.relative_to(manifests).as_posix() not in PATCHES]
    assert len(whole) + len(PATCHES) == len(files)
    valid(*whole)


def test_names_are_text(manifests: Path) -> None:
    namespace = yaml.safe_load((manifests / "base/namespace.yaml").read_text(encoding="utf-8"))["metadata"]
    assert namespace["name"] == "null"
    assert namespace["annotations"] == {"kubernetes.io/description": NAME}


@pytest.mark.parametrize(("folder", "kinds"), [("sqlite", 7), ("postgres", 10)])
def test_kustomize_puts_a_folder_together(manifests: Path, tmp_path: Path, folder: str, kinds: int) -> None:
    kubectl = shutil.which("kubectl")
    if not kubectl:
        pytest.skip("no kubectl, which has kustomize in it")
    done = subprocess.run([kubectl, "kustomize", manifests / folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    file = tmp_path / "all.yaml"
    file.write_text(done.stdout, encoding="utf-8")
    valid(file)
    documents = {document["kind"] for document in yaml.safe_load_all(done.stdout)}
    assert len(documents) == kinds - (folder == "postgres")  # which has two network policies
    assert {"registry.example.com/null:0.1.0"} == {pod["containers"][0]["image"] for pod in pods(done.stdout)}


def pods(text: str) -> Iterator[Any]:
    for document in yaml.safe_load_all(text):
        if document["kind"] in {"Deployment", "Job"}:
            yield document["spec"]["template"]["spec"]
