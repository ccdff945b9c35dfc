"""Pins every package of every built-in template: `python scripts/pins.py`; `--keep` moves no version that is there.

All templates are resolved together, for every platform, so that any stack of them fits; each gets its own
part as <template>/pins/<group>.txt.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "generator"))

from quickship import pins, quoting, templates  # noqa: E402

Groups = dict[str, list[str]]


def main(kept: list[str]) -> None:
    found = templates.builtin()
    wanted = {name: groups(contexts(path)) for name, path in found.items()}
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder, "pyproject.toml")
        project.write_text(pyproject(wanted, contexts(found["base"])["_overrides"], kept), encoding="utf-8")
        uv("lock", "--quiet", folder=folder)
        for name, path in found.items():
            write(path / "pins", {group: export(f"{name}--{group}", folder) for group in wanted[name]})


def contexts(template: Path) -> dict[str, Any]:
    context: dict[str, Any] = json.loads((template / "cookiecutter.json").read_text(encoding="utf-8"))
    return context


def groups(context: dict[str, Any]) -> Groups:
    """What a template contributes, with its dependencies as the group `main`."""
    share = context.get("_quickship", {}).get("contributes", {})
    every = {"main": share.get("dependencies", []), **share.get("groups", {})}
    return {name: lines for name, lines in every.items() if lines}


def pinned() -> list[str]:
    """What is pinned now, but for packages of which several versions stand side by side."""
    versions: dict[str, set[str]] = {}
    for file in templates.builtin_folder().glob("**/pins/*.txt"):
        for entry in pins.entries(file.read_text(encoding="utf-8")):
            versions.setdefault(entry["name"], set()).add(entry["version"])
    return [f"{name}=={found.pop()}" for name, found in sorted(versions.items()) if len(found) == 1]


def pyproject(wanted: dict[str, Groups], overrides: list[str], kept: list[str]) -> str:
    """A project of which each template's groups are groups, so that one lock resolves them together."""
    head = ["[project]", 'name = "pins"', 'version = "0"', 'requires-python = ">=3.11"', "[tool.uv]", "package = false"]
    lines = [f"override-dependencies = {quoting.as_json(overrides)}"]
    lines += [f"constraint-dependencies = {quoting.as_json(kept)}", "[dependency-groups]"]
    for template, parts in wanted.items():
        lines += [f"{template}--{group} = {quoting.as_json(names)}" for group, names in parts.items()]
    return "\n".join([*head, *lines, ""])


def export(group: str, folder: str) -> str:
    """A group's closure as requirements with hashes and nothing else: no paths, no registry address."""
    options = ("--quiet", "--frozen", "--no-emit-project", "--no-header", "--no-annotate")
    return pins.union([uv("export", *options, "--only-group", group, folder=folder)])


def uv(*arguments: str, folder: str) -> str:
    command = [os.environ.get("UV", "uv"), *arguments]
    return subprocess.run(command, cwd=folder, check=True, text=True, stdout=subprocess.PIPE).stdout


def write(folder: Path, texts: dict[str, str]) -> None:
    """Writes the given groups and takes away those that the template has no more."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.txt"):
        old.unlink()
    for group, text in texts.items():
        (folder / f"{group}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(pinned() if "--keep" in sys.argv else [])
