"""What benchmarks/telemetry.py runs within a project."""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx2
from app.settings import PROJECT
from tests.collector import collecting
from tests.fake_openai import fake_openai
from tests.watched_app import Served, copied, serving

ALONE, TOGETHER, AT_ONCE, ROUNDS = 40, 150, 20, 3
TICK = os.sysconf("SC_CLK_TCK")
UNBOUND = {"RATE_VISITOR": "100000/minute", "RATE_ADDRESS": "100000/minute", "LLM_API": "chat", "LLM_MODEL": "plain"}

Round = tuple[float, float, float]  # seconds to the first words, replies a second, processor seconds of a reply


def main() -> None:
    rounds: dict[str, list[Round]] = {"without": [], "with": []}
    with fake_openai() as fake, collecting() as collector:
        os.environ["LLM_BASE_URL"] = fake.base_url
        for _ in range(ROUNDS):
            for name, address in (("without", ""), ("with", collector.url)):
                with served(OTEL_EXPORTER_OTLP_ENDPOINT=address) as server:
                    rounds[name].append(measured(server))
                    server.stop()
        spans = len(collector.spans)
    for name, found in rounds.items():
        first, rate, spent = (statistics.median(column) for column in zip(*found, strict=True))
        print(
            f"  {name:<8} first words {first * 1000:5.1f} ms, {rate:5.1f} replies a second, {spent * 1000:5.1f} ms each"
        )
    print(f"  {spans:,} spans came")


@contextmanager
def served(**settings: str) -> Iterator[Served]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/app.db"
        shutil.copy(PROJECT / "product.toml", place)
        shutil.copytree(PROJECT / "data", place / "data")
        with serving(copied(place, **UNBOUND, **settings)) as server:
            yield server


def measured(server: Served) -> Round:
    client = server.client
    client.get("/").raise_for_status()
    for _ in range(5):
        first_words(client)
    alone = statistics.median(first_words(client) for _ in range(ALONE))
    spent, begun = processor(server), time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda _: first_words(client), range(TOGETHER)))
    seconds = time.perf_counter() - begun
    return alone, TOGETHER / seconds, (processor(server) - spent) / TOGETHER


def first_words(client: httpx2.Client) -> float:
    """Return the seconds from a message to the first words of its reply, and wait for the last."""
    reply, begun, first = str(uuid4()), time.perf_counter(), 0.0
    said = {"id": str(uuid4()), "reply": reply, "parent": None, "text": "How much is a service?"}
    client.post(f"/api/conversations/{uuid4()}/messages", json=said).raise_for_status()
    with client.stream("GET", f"/api/replies/{reply}/events", params={"after": 0}) as events:
        for line in events.iter_lines():
            if line.startswith("event: delta") and not first:
                first = time.perf_counter() - begun
    return first


def processor(server: Served) -> float:
    """Return the seconds of processor that the server has had."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK
