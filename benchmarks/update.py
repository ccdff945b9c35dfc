"""Measures `quickship update` beside copier's and cruft's, on the same project and the same change, in one run.

    .venv/bin/python benchmarks/update.py             # 10 runs each
    .venv/bin/python benchmarks/update.py --runs 20

A project of 60 files of 41 lines, one of them with the project's name; its owner changed five files. The template's
second version changes ten files, adds one and drops one. Figures are medians of whole-process wall times, and of the
processor's, over interleaved runs after a warm-up; trust the ratios more than the milliseconds. Each result is
compared: all three must arrive at the same files.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".venv/bin/uv"
PACKAGES = {"quickship": ROOT, "copier": "copier", "cruft": "cruft"}
FILES, LINES, CHANGED, MINE = 60, 40, 10, 5
# Where each tool keeps its own account.
KEPT_BY = {"product.toml", ".cruft.json", ".copier-answers.yml"}


class Spent(NamedTuple):
    """Seconds that passed, and those in which a processor worked."""

    wall: float
    processor: float


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=10)
    runs = options.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        commands = install(place / "environment")
        os.environ["HOME"] = str(place)
        (place / ".gitconfig").write_text("[user]\nname = A\nemail = a@example.org\n")
        print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, {runs} runs")
        updates = {name: prepared(name, command, place) for name, command in commands.items()}
        measure(updates, place, runs)


def install(place: Path) -> dict[str, Path]:
    """A fresh environment for each with its newest release; the commands by name."""
    for name, package in PACKAGES.items():
        subprocess.run([UV, "venv", "--quiet", "--python", sys.executable, place / name], check=True)
        words = [UV, "pip", "install", "--quiet", "--compile-bytecode", "--python", place / name / "bin/python"]
        subprocess.run([*words, package], check=True)
    return {name: place / name / "bin" / name for name in PACKAGES}


def prepared(name: str, command: Path, place: Path) -> list[object]:
    """Makes the project at the first version with its owner's changes, and the template's second; the command."""
    template = place / f"template-{name}"
    write(template, name, 1)
    git(template, "init", "--quiet")
    commit(template, "v1")
    here = place / "made" / name
    here.mkdir(parents=True)
    if name == "copier":
        run([command, "copy", "--quiet", "--defaults", "--vcs-ref", "v1", template, here / "tool"], here)
        git(here / "tool", "init", "--quiet")
    elif name == "cruft":
        run([command, "create", "--no-input", template], here)
        git(here / "tool", "init", "--quiet")
    else:
        run([command, "new", "--template", template, "--trust", "--no-input"], here)
    for number in range(MINE):
        change(here / f"tool/file_{number}.py", LINES - 2, "MINE")
    commit(here / "tool", "")
    write(template, name, 2)
    commit(template, "v2")
    words = {
        "quickship": ("update", "--trust", "--no-input"),
        "copier": ("update", "--quiet", "--defaults"),
        "cruft": ("update", "--skip-apply-ask"),
    }[name]
    return [command, *words]


def write(template: Path, name: str, version: int) -> None:
    """Writes one version of the template in the form of this tool."""
    copier = name == "copier"
    body = template / ("template" if copier else "{{cookiecutter.slug}}")
    shutil.rmtree(body, ignore_errors=True)
    body.mkdir(parents=True)
    slug = "{{ slug }}" if copier else "{{ cookiecutter.slug }}"
    for number in range(FILES + (version == 2)):
        lines = [f"NAME = '{slug}'", *(f"LINE_{line} = {number}" for line in range(LINES))]
        (body / f"file_{number}.py").write_text("\n".join(lines) + "\n")
        if version == 2 and number < CHANGED:
            change(body / f"file_{number}.py", 2, "THEIRS")
    if version == 2:
        (body / f"file_{FILES - 1}.py").unlink()
    if copier:
        (template / "copier.yml").write_text("_subdirectory: template\n_templates_suffix: ''\nslug:\n  default: tool\n")
        (body / "{{ _copier_conf.answers_file }}").write_text("{{ _copier_answers|to_nice_yaml }}")
    else:
        (template / "cookiecutter.json").write_text(json.dumps({"slug": "tool"}))


def change(file: Path, line: int, name: str) -> None:
    lines = file.read_text().splitlines()
    lines[line] = f"{name} = {line}"
    file.write_text("\n".join(lines) + "\n")


def commit(folder: Path, tag: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "commit")
    if tag:
        git(folder, "tag", tag)


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True)


def measure(updates: dict[str, list[object]], place: Path, runs: int) -> None:
    times: dict[str, list[Spent]] = {name: [] for name in updates}
    for number in range(runs + 1):
        results = {}
        for name, words in updates.items():
            work = place / "work"
            shutil.copytree(place / "made" / name / "tool", work, symlinks=True)
            spent = run(words, work)
            results[name] = contents(work)
            shutil.rmtree(work)
            if number:
                times[name].append(spent)
        if any(result != results["quickship"] for result in results.values()):
            sys.exit("they do not arrive at the same files")
    show(times)


def contents(folder: Path) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {
        name: path.read_bytes() for name, path in found.items() if not name.startswith(".git/") and name not in KEPT_BY
    }


def run(words: Sequence[object], folder: Path) -> Spent:
    """Runs a command to its end; its children count."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([str(word) for word in words], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{words[0]} ended with {done.returncode}: {done.stderr[-500:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Spent(time.perf_counter() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def show(times: dict[str, list[Spent]]) -> None:
    medians = {name: Spent(*map(statistics.median, zip(*spent, strict=True))) for name, spent in times.items()}
    ours = medians["quickship"]
    print(f"update of a project of {FILES} files; load {os.getloadavg()[0]:.1f}")
    for name, (wall, processor) in medians.items():
        ratios = f"quickship / {name}: {ours.wall / wall:.2f}, {ours.processor / processor:.2f}"
        print(f"  {name:<10} {wall:6.3f} s, of the processor {processor:6.3f} s   {ratios}")


if __name__ == "__main__":
    main()
