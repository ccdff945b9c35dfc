"""Measures the quickship command beside cookiecutter's and copier's, all in one run on this machine.

    .venv/bin/python benchmarks/command.py            # every measure
    .venv/bin/python benchmarks/command.py --runs 40  # more runs for a quieter median

All are installed into one throw-away environment and compiled there. Figures are medians of whole-process wall times
over interleaved runs after a warm-up; trust the ratios more than the milliseconds.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".venv/bin/uv"
COMMANDS = {"quickship": ROOT, "cookiecutter": "cookiecutter", "copier": "copier"}
PRODUCT = ROOT / "examples/interview-coach/product.toml"
IDEAS = (
    "A coach that helps job seekers rehearse interviews",
    "Trợ lý ảo trả lời câu hỏi của bệnh nhân phòng khám nha khoa",
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=20)
    runs = options.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        commands = install(place / "environment")
        print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, {runs} runs")
        help_times(commands, runs)
        generation_times(commands, place, runs)
        reading_times(commands["quickship"].with_name("python"), runs)


def install(place: Path) -> dict[str, Path]:
    """A fresh environment with this quickship and the rivals' newest releases; their commands by name."""
    subprocess.run([UV, "venv", "--quiet", "--python", sys.executable, place], check=True)
    words = [UV, "pip", "install", "--quiet", "--compile-bytecode", "--python", place / "bin/python"]
    subprocess.run([*words, *COMMANDS.values()], check=True)
    return {name: place / "bin" / name for name in COMMANDS}


def help_times(commands: dict[str, Path], runs: int) -> None:
    show("--help", medians({name: lambda path=path: run([path, "--help"]) for name, path in commands.items()}, runs))


def reading_times(python: Path, runs: int) -> None:
    """An idea read by rules for the first time in a process, the imports aside."""
    script = (
        "import sys, time; from quickship.idea import clean, read; begun = time.perf_counter();"
        "read(clean(sys.argv[1]), ['chatbot', 'classifier', 'docqa']); print(time.perf_counter() - begun)"
    )
    for idea in IDEAS:
        times = [float(subprocess.check_output([python, "-c", script, idea])) for _ in range(runs)]
        print(f"reading {idea!r}: {statistics.median(times) * 1000:.1f} ms")


def generation_times(commands: dict[str, Path], place: Path, runs: int) -> None:
    """`quickship new` against cookiecutter's command on one flat template that yields the same files."""
    out = place / "out"
    ours = [commands["quickship"], "new", "--product", PRODUCT, "--no-input", "--offline", "--no-git", "-o", out]
    flat = flat_template(place)
    theirs = [commands["cookiecutter"], "--no-input", "--accept-hooks", "no", "-o", out, flat]
    run(ours)
    first = contents(out)
    run(theirs, before=lambda: shutil.rmtree(out))
    if contents(out) != first:
        different = {path for path in first.keys() | contents(out).keys() if first.get(path) != contents(out).get(path)}
        sys.exit(f"the flat template yields other files: {sorted(different)[:5]}")
    clear: Callable[[], None] = lambda: shutil.rmtree(out, ignore_errors=True)  # noqa: E731
    times = medians({"quickship new": lambda: run(ours, clear), "cookiecutter, flat": lambda: run(theirs, clear)}, runs)
    show(f"generation of the same {len(first)} files", times)


def flat_template(place: Path) -> Path:
    """One plain cookiecutter template that holds the whole stack's files and the same context."""
    sys.path.insert(0, str(ROOT / "generator"))
    from quickship import road, templates
    from quickship.context import context as values_for
    from quickship.staging import Staging

    request = road.Request(product_file=PRODUCT, output=place / "nowhere")
    with Staging() as staging:
        product, text, _ = road.understand(request)
        plan = road.plan(request, product, text, staging)
    flat = place / "flat"
    context: dict[str, object] = {}
    for template in plan.stack.templates:
        shutil.copytree(
            template.path / "{{cookiecutter.slug}}",
            flat / "{{cookiecutter.slug}}",
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("*.pyc", *templates.SKIPPED),
        )
        values = values_for(template, plan.stack)
        copied = [*context.get("_copy_without_render", []), *values.get("_copy_without_render", [])]  # type: ignore[misc]
        context = {**context, **values, "_copy_without_render": sorted(set(copied))}
    (flat / "cookiecutter.json").write_text(json.dumps(context, ensure_ascii=False), encoding="utf-8")
    return flat


def medians(commands: dict[str, Callable[[], float]], runs: int) -> dict[str, float]:
    for command in commands.values():
        command()
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            times[name].append(command())
    return {name: statistics.median(values) for name, values in times.items()}


def run(command: Sequence[object], before: Callable[[], None] | None = None) -> float:
    if before:
        before()
    start = time.perf_counter()
    subprocess.run([str(word) for word in command], check=True, capture_output=True)
    return time.perf_counter() - start


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def show(title: str, times: dict[str, float]) -> None:
    first = next(iter(times.values()))
    print(f"\n{title}")
    for name, seconds in times.items():
        print(f"  {name:<20} {seconds:6.3f} s   quickship / {name}: {first / seconds:.2f}")


if __name__ == "__main__":
    main()
