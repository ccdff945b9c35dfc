"""Measures what labelling a file takes by the local way: rows a second, and the memory at its peak.

    .venv/bin/python benchmarks/files.py                              # 10,000 and 200,000 rows, all of them different
    .venv/bin/python benchmarks/files.py --rows 10000 --rows 1000000

It makes a classifier that learns from words alone, and runs `python -m app classify IN -o OUT` in it.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from classify import ROOT, made

WORDS = ("payment", "invoice", "crash", "calendar", "password", "login", "refund", "slow", "export", "error", "thanks")
COMMAND = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], capture_output=True)
print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, action="append", help="how many; may be said again")
    asked = options.parse_args().rows or [10_000, 200_000]
    with tempfile.TemporaryDirectory() as place:
        project = made(Path(place), ROOT / "examples/support-triage")
        label(project, "a text")  # so that it has learned
        for rows in asked:
            measure(project, rows)


def measure(project: Path, rows: int) -> None:
    """Labels a file of so many rows and prints what that took."""
    write(project / "in.csv", rows)
    begun = time.perf_counter()
    peak = label(project, "in.csv", "-o", f"out{rows}.csv")
    seconds = time.perf_counter() - begun
    print(f"  {rows:>9,} rows: {seconds:6.1f} s, {rows / seconds:6.0f} a second, {peak} MB at most", flush=True)


def label(project: Path, *arguments: str) -> int:
    """Runs the command and returns the megabytes that it took at most."""
    command = [project / ".venv/bin/python", "-m", "app", "classify", *arguments]
    environ = {**os.environ, "CLASSIFY_EMBEDDINGS": "false"}
    measured = [sys.executable, "-c", COMMAND, *command]
    done = subprocess.run(measured, cwd=project, env=environ, check=True, capture_output=True)
    code, peak = done.stdout.split()
    if code != b"0":
        raise SystemExit(f"the command ended with {code.decode()}")
    return int(peak)


def write(path: Path, rows: int) -> None:
    chance = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text"])
        for number in range(rows):
            writer.writerow([number, f"{' '.join(chance.choices(WORDS, k=8))} {number}"])


if __name__ == "__main__":
    main()
