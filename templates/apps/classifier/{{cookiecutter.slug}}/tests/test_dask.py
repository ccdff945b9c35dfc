"""A file on a Dask cluster of real worker processes: the same bytes as from one process, whoever is lost on the way."""

import asyncio
import csv
import os
import pickle
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from distributed import Client

from app.batch import cluster
from app.batch.cluster import connected
from app.faults import OwnerFault
from app.guard import NANO
from app.settings import PROJECT
from tests import spending, triage
from tests.fake_model import fake_model, priced
from tests.fake_openai import FakeOpenAI
from tests.fake_wire import INPUT_TOKENS

KEY = "sk-test-very-secret"
TEXTS = [f"Number {number}: the {'pedal' if number % 2 else 'bill'} is wrong" for number in range(400)]
PRICE = 100.0  # USD for a million tokens
ONE = INPUT_TOKENS * PRICE / 1_000_000  # USD for a text


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenAI]:
    """Serve the fake as a model that costs something, under a name that is not this machine's."""
    with fake_model(monkeypatch, LLM_API_KEY=KEY, CLASSIFY_WAY="decisions", CLASSIFY_EMBEDDINGS="false") as server:
        priced(monkeypatch, server, PRICE)
        server.likes = lambda text: "repair" if "pedal" in text else "billing"
        yield server


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose labels the test knows, with a file of texts."""
    triage.write(tmp_path)
    shutil.copytree(PROJECT / "app", tmp_path / "app", ignore=shutil.ignore_patterns("static"))
    with (tmp_path / "in.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "text"], *([number, text] for number, text in enumerate(TEXTS))])
    return tmp_path


@pytest.fixture
def workers(
    fake: FakeOpenAI, project: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list["subprocess.Popen[str]"]]:
    """Start a scheduler and three workers on loopback, in the project's folder, and name them in the settings."""
    dask = [sys.executable, "-m", "dask"]
    quiet: dict[str, Any] = {"cwd": project, "stdout": subprocess.DEVNULL}
    log = (project / "scheduler.log").open("w")
    scheduler = [*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    started = [subprocess.Popen(scheduler, stderr=log, **quiet)]
    address = named(project / "scheduler.log")
    monkeypatch.setenv("DASK_SCHEDULER", address)
    worker = [*dask, "worker", address, "--host", "127.0.0.1", "--nthreads", "2", "--no-nanny", "--no-dashboard"]
    started += [subprocess.Popen(worker, stderr=subprocess.DEVNULL, **quiet) for _ in range(3)]
    yield started[1:]
    for process in started:
        process.kill()
        process.wait()
    log.close()


def named(log: Path) -> str:
    """Return the scheduler's address, once it says it."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if found := re.search(r"tcp://127\.0\.0\.1:\d+", log.read_text(encoding="utf-8")):
            return found[0]
        time.sleep(0.05)
    raise AssertionError("the scheduler did not start")


def begun(project: Path, *arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "app", "classify", "in.csv", "--budget", "100", *arguments]
    return subprocess.Popen(command, cwd=project, stderr=subprocess.PIPE, encoding="utf-8")


def ended(process: "subprocess.Popen[str]", code: int = 0) -> str:
    _, told = process.communicate(timeout=120)
    assert process.returncode == code, told
    assert "Traceback" not in told, told
    return told


def asked(fake: FakeOpenAI) -> Counter[str]:
    return Counter(str(request.body["input"]) for request in fake.requests)


def test_a_cluster_gives_the_same_bytes_and_a_lost_worker_changes_none(
    fake: FakeOpenAI, project: Path, workers: list["subprocess.Popen[str]"]
) -> None:
    ended(begun(project, "-o", "here.csv"))
    fake.requests.clear()
    ended(begun(project, "-o", "there.csv", "--engine", "dask"))
    assert asked(fake) == Counter(TEXTS)
    assert (project / "there.csv").read_bytes() == (project / "here.csv").read_bytes()

    fake.requests.clear()
    fake.latency = 0.3
    process = begun(project, "-o", "lost.csv", "--engine", "dask")
    until = time.monotonic() + 60
    while len(fake.requests) < 60 and time.monotonic() < until:
        time.sleep(0.02)
    held = asyncio.run(tasks())
    workers[0].kill()
    ended(process)
    assert (project / "lost.csv").read_bytes() == (project / "here.csv").read_bytes()
    assert set(asked(fake)) == set(TEXTS)
    assert max(asked(fake).values()) <= 2
    assert sum(asked(fake).values()) <= len(TEXTS) + cluster.AT_ONCE * cluster.THREADS
    assert held
    assert not any(KEY.encode() in each for each in held)


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


async def tasks() -> list[bytes]:
    """Return all that the scheduler keeps of the tasks."""

    def kept(dask_scheduler: Any) -> list[bytes]:
        return [pickle.dumps((each.key, each.run_spec)) for each in dask_scheduler.tasks.values()]

    async with Client(os.environ["DASK_SCHEDULER"], asynchronous=True) as client:  # type: ignore[no-untyped-call]
        found: list[bytes] = await client.run_on_scheduler(kept)
        return found


def test_a_budget_is_the_runs_however_many_workers_there_are(
    fake: FakeOpenAI, project: Path, workers: list["subprocess.Popen[str]"]
) -> None:
    told = ended(begun(project, "-o", "out.csv", "--engine", "dask", "--budget", "3"), 1)
    assert "The budget of this run is used up" in told
    found = rows(project / "out.csv")
    labelled = sum(row["error"] == "" for row in found)
    assert 0 < labelled * ONE <= 3
    assert len(fake.requests) == labelled
    assert {row["error"] for row in found} == {"", "cap_visitor"}
    assert spending.spent() == round(labelled * ONE * NANO)
    ended(begun(project, "-o", "out.csv", "--engine", "dask"))
    assert asked(fake) == Counter(TEXTS)
    assert spending.spent() == round(len(TEXTS) * ONE * NANO)


def test_what_was_learned_labels_on_a_cluster_too(
    fake: FakeOpenAI, project: Path, workers: list["subprocess.Popen[str]"]
) -> None:
    ended(begun(project, "-o", "here.csv", "--way", "local"))
    ended(begun(project, "-o", "there.csv", "--way", "local", "--engine", "dask"))
    assert (project / "there.csv").read_bytes() == (project / "here.csv").read_bytes()
    assert fake.requests == []


def test_a_price_that_nobody_knows_is_one_sentence(
    fake: FakeOpenAI, project: Path, workers: list["subprocess.Popen[str]"], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LLM_PRICE_IN")
    told = ended(begun(project, "-o", "out.csv", "--engine", "dask"), 1)
    assert "LLM_PRICE_IN" in told
    assert fake.requests == []


def test_a_cluster_that_is_not_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASK_SCHEDULER", "tcp://127.0.0.1:9")
    monkeypatch.setattr(cluster, "PATIENCE", 1)

    async def connect() -> None:
        async with connected():
            pass

    with pytest.raises(OwnerFault, match="cannot be reached; see to it, or to DASK_SCHEDULER"):
        asyncio.run(connect())
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(OwnerFault, match=r"distributed, which is not installed: sh setup\.sh dask"):
        asyncio.run(connect())
