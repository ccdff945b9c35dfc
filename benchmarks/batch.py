"""Measures labelling a file: the share of the possible throughput that is reached, and the memory it takes.

    .venv/bin/python benchmarks/batch.py                                # all of it: some ten minutes
    .venv/bin/python benchmarks/batch.py --only free --rows 2000

It makes a classifier, sets it up, and labels files by its command. Its own scripted model answers each call after 0.2
seconds. `limited`: it lets 500 requests a minute through, and says so; possible is what the limit lets through. `free`:
there is no limit; possible are 64 calls at a time, each of 0.2 s, and beside it stands what the SDK alone reaches on
this machine. `workers`: the same without a limit on a Dask cluster of two and of four worker processes here.
`memory`: the most that the command holds while it labels by words, at 10,000 and at 1,000,000 rows.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from classify import made

ROOT = Path(__file__).resolve().parent.parent
INSIDE = ROOT / "benchmarks/inside"
LATENCY, AT_A_TIME = 0.2, 64
PER_MINUTE, BURST = 500, 8
PORT = 8789  # of the cluster


class Run(NamedTuple):
    """What one run of the command took: seconds of its own, megabytes at most."""

    seconds: float
    megabytes: float


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", choices=PARTS, action="append", help="a part of the measures; without it, all")
    options.add_argument("--rows", type=int, help="rows of a part, in the place of its own number")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        project = made(Path(place))
        for part in asked.only or PARTS:
            PARTS[part](project, asked.rows)


def limited(project: Path, rows: int | None) -> None:
    count = rows or 500
    with service(project, PER_MINUTE) as told:
        labelled(project, count, told[0], "decisions")
    came, refused, seconds = told[1:]
    possible = (count - BURST) / (PER_MINUTE / 60)
    print(
        f"  {PER_MINUTE} requests a minute: {count} rows in {float(seconds):.1f} s, possible {possible:.1f}: ", end=""
    )
    print(f"{possible / float(seconds):.3f}; {came} requests, {refused} of them refused")


def free(project: Path, rows: int | None) -> None:
    count = rows or 10_000
    with service(project, 0) as told:
        command = [str(project / ".venv/bin/python"), str(INSIDE / "batch_straight.py"), str(min(count, 3000))]
        done = subprocess.run(command, cwd=project, env=environ(project, told[0]), check=True, stdout=subprocess.PIPE)
    with service(project, 0) as told:
        labelled(project, count, told[0], "decisions")
    rate, straight, possible = count / float(told[3]), float(done.stdout), AT_A_TIME / LATENCY
    print(f"  no limit: {count} rows at {rate:.1f} a second, possible {possible:.0f}: {rate / possible:.3f}; ", end="")
    print(f"the SDK alone {straight:.1f}: {rate / straight:.3f}")


def workers(project: Path, rows: int | None) -> None:
    count = rows or 10_000
    for number in (2, 4):
        with service(project, 0) as told, cluster(project, number, told[0]) as address:
            labelled(project, count, told[0], "decisions", DASK_SCHEDULER=address)
        print(f"  {number} worker processes: {count} rows at {count / float(told[3]):.1f} a second")


@contextmanager
def cluster(project: Path, number: int, address: str) -> Iterator[str]:
    """Start a scheduler and so many workers on loopback, in the project's folder."""
    dask = [str(project / ".venv/bin/python"), "-m", "dask"]
    at = f"tcp://127.0.0.1:{PORT}"
    commands = [[*dask, "scheduler", "--host", "127.0.0.1", "--port", str(PORT), "--no-dashboard"]]
    worker = [*dask, "worker", at, "--host", "127.0.0.1", "--nthreads", "2", "--no-nanny", "--no-dashboard"]
    own = environ(project, address)
    running = [subprocess.Popen(each, cwd=project, env=own, stderr=subprocess.DEVNULL) for each in commands]
    running += [subprocess.Popen(worker, cwd=project, env=own, stderr=subprocess.DEVNULL) for _ in range(number)]
    try:
        yield at
    finally:
        for process in running:
            process.terminate()
            process.wait()


def memory(project: Path, rows: int | None) -> None:
    labelled(project, 10, "", "local")  # the first run learns
    for count in (rows,) if rows else (10_000, 1_000_000):
        run = labelled(project, count, "", "local")
        print(f"  {count:,} rows by words: {run.megabytes:.0f} MB at most, {run.seconds:.0f} s")


def labelled(project: Path, rows: int, address: str, way: str, **settings: str) -> Run:
    """Label a file of so many different texts."""
    source, target = project / "in.csv", project / "out.csv"
    target.unlink(missing_ok=True)
    with source.open("w", encoding="utf-8") as file:
        file.write("id,text\n")
        file.writelines(f"{number},Number {number} wants a and not b\n" for number in range(rows))
    command = [project / ".venv/bin/python", "-m", "app", "classify", source, "-o", target, "--way", way]
    command += ["--engine", "dask" if settings else "local"]
    begun = time.monotonic()
    process = subprocess.Popen(
        command, cwd=project, env={**environ(project, address), **settings}, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, "the command failed"
    return Run(time.monotonic() - begun, usage.ru_maxrss / 1024)


def environ(project: Path, address: str) -> dict[str, str]:
    """Point the project at the service, without the meaning of texts, which would be what is measured."""
    own = {"PYTHONPATH": str(project), "CLASSIFY_EMBEDDINGS": "false", "LLM_BASE_URL": address, "LLM_MODEL": "plain"}
    return {**os.environ, **(own if address else {"PYTHONPATH": str(project), "CLASSIFY_EMBEDDINGS": "false"})}


@contextmanager
def service(project: Path, per_minute: int) -> Iterator[list[str]]:
    """Serve the model; the list has its address, and after the end what it counted."""
    command = [str(project / ".venv/bin/python"), str(INSIDE / "batch_service.py"), str(per_minute)]
    environ = {**os.environ, "PYTHONPATH": str(project)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=project, env=environ, text=True, **pipes) as process:  # type: ignore[call-overload]
        assert process.stdin
        assert process.stdout
        told = [process.stdout.readline().strip()]
        yield told
        process.stdin.close()
        told += process.stdout.readline().split()


PARTS: dict[str, Callable[[Path, int | None], None]] = {
    "limited": limited,
    "free": free,
    "workers": workers,
    "memory": memory,
}

if __name__ == "__main__":
    main()
