"""Measures what the door to models adds to calling the endpoint: to the first piece, to each piece, and calls a second.

    .venv/bin/python benchmarks/door.py

A generated project asks its own scripted server, in a process of its own, once straight through the SDK and once
through `app.llm.stream` with its caps, its record of every call and its time limits. Milliseconds, p50 and p99.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PARALLEL = (1, 10, 100)
CALLS = 200
PIECES = 1000  # of the scenario `many`


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        words = ["new", "A helper for new tenants", "--name", "Door", "--app", "chatbot", "--no-input", "--no-git"]
        subprocess.run([ROOT / ".venv/bin/quickship", *words, "-o", folder], check=True, capture_output=True)
        project = Path(folder) / "door"
        subprocess.run(["make", "setup"], cwd=project, check=True, capture_output=True)
        python = str(project / ".venv/bin/python")
        fake = subprocess.Popen([python, "-m", "tests.fake_openai"], cwd=project, stdout=subprocess.PIPE, text=True)
        assert fake.stdout
        address = fake.stdout.readline().strip().removeprefix("LLM_BASE_URL=")
        environ = {**os.environ, "PYTHONPATH": str(project), "LLM_BASE_URL": address, "LLM_API": "chat"}
        try:
            subprocess.run([python, __file__, "inside"], cwd=project, env=environ, check=True)
        finally:
            fake.terminate()
            fake.wait()


async def inside() -> None:
    """Measure in the project's own environment."""
    print(f"  {'parallel':>8}  {'first piece: straight':>21}  {'through the door':>17}  {'added':>13}  {'calls/s':>7}")
    for parallel in PARALLEL:
        os.environ["LLM_MODEL"] = "plain"
        await run(parallel, straight, parallel)  # connections, imports, migrations
        await run(parallel, door, parallel)
        one, other = await run(CALLS, straight, parallel), await run(CALLS, door, parallel)
        print(f"  {parallel:>8}  {columns(one.first, other.first)}  {other.rate:>7.0f}")
    print(f"\n  {'parallel':>8}  {'each piece: straight':>21}  {'through the door':>17}  {'added':>13}")
    for parallel in PARALLEL:
        os.environ["LLM_MODEL"] = "many"
        one, other = await run(max(10, parallel), straight, parallel), await run(max(10, parallel), door, parallel)
        print(f"  {parallel:>8}  {columns(one.each, other.each)}")


class Run:
    """What a number of calls took."""

    def __init__(self, times: list[tuple[float, float]], seconds: float) -> None:
        self.first = [first for first, _ in times]
        self.each = [(whole - first) / PIECES for first, whole in times]
        self.rate = len(times) / seconds


async def run(calls: int, ask: Callable[[], AsyncIterator[object]], parallel: int) -> Run:
    places = asyncio.Semaphore(parallel)

    async def one() -> tuple[float, float]:
        async with places:
            begun, first = time.perf_counter(), 0.0
            async for _ in ask():
                first = first or time.perf_counter() - begun
            return first * 1000, (time.perf_counter() - begun) * 1000

    begun = time.perf_counter()
    times = await asyncio.gather(*(one() for _ in range(calls)))
    return Run(times, time.perf_counter() - begun)


@cache
def client() -> Any:
    """The SDK's client, one for all calls."""
    import openai

    return openai.AsyncOpenAI(base_url=os.environ["LLM_BASE_URL"], api_key="none", max_retries=0)


async def straight() -> AsyncIterator[object]:
    stream = await client().chat.completions.create(
        model=os.environ["LLM_MODEL"], messages=[{"role": "user", "content": "How much?"}], stream=True
    )
    async for chunk in stream:
        if chunk.choices and chunk.choices[0].delta.content:
            yield chunk


async def door() -> AsyncIterator[object]:
    from app import llm

    async for event in llm.stream([llm.Message("user", "How much?")]):
        yield event


def columns(straight: list[float], door: list[float]) -> str:
    """The median and the 99th percentile of both, and their differences."""
    one, other = marks(straight), marks(door)
    added = [b - a for a, b in zip(one, other, strict=True)]
    texts = [" ".join(f"{value:.2f}" for value in values) for values in (one, other, added)]
    return "  ".join(text.rjust(width) for text, width in zip(texts, (21, 17, 13), strict=True))


def marks(values: list[float]) -> tuple[float, float]:
    return statistics.median(values), statistics.quantiles(values, n=100, method="inclusive")[98]


if __name__ == "__main__":
    asyncio.run(inside()) if "inside" in sys.argv else main()
