"""Measures the seconds until every one of many viewers has its whole reply of 500 tokens, written at 100 a second.

    .venv/bin/python benchmarks/streams.py                      # 1, 25, 100 and 250 viewers, best of three
    .venv/bin/python benchmarks/streams.py --viewers 250 --runs 1 --only own

Nothing can be quicker than 5.0 s. `own`: each viewer's reply comes from a source inside the server. `shared`: all watch
one reply. `sdk`: each reply comes through the SDK from a model's service on loopback. One server process each, one
process for all viewers. rivals.py beside this measures others in the same way.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(__file__).resolve()
QUICKSHIP = ROOT / ".venv/bin/quickship"

TOKENS, PACE = 500, 0.01
TOKEN = "token "
# Limits are for visitors, not for a measurement.
UNLIMITED = {"RATE_VISITOR": "100000/minute", "RATE_ADDRESS": "100000/minute", "LLM_TIMEOUT_TOTAL": "600"}

# Runs in the project: its own app, but a source of 100 tokens a second in the place of its answers.
IN_PROCESS = f"""
import asyncio, sys, time
import app.answer
from app.conversation.events import Start
from app.llm import Delta, Done

async def answer(*_, **__):
    yield Start("source")
    begun = time.monotonic()
    for number in range({TOKENS}):
        await asyncio.sleep(begun + (number + 1) * {PACE} - time.monotonic())
        yield Delta("{TOKEN}")
    yield Done(answerer="source")

app.answer.answer = answer
"""
SERVE = """
import os, sys, uvicorn
from app.main import create_app
uvicorn.run(create_app(), port=int(os.environ["PORT"]), log_level="warning", access_log=False)
"""
Watch = Callable[[int], Awaitable[int]]  # takes a port, returns the tokens that came


async def own(port: int) -> int:
    """Begin a reply as a visitor of one's own, and watch it."""
    head, place = await said(port)
    return await watched(port, place, f"Cookie: {head}\r\n")


async def said(port: int) -> tuple[str, str]:
    """Say something; return the cookie and the reply's id."""
    reply = str(uuid.uuid4())
    body = json.dumps({"id": str(uuid.uuid4()), "reply": reply, "text": "Hello"})
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    path = f"/api/conversations/{uuid.uuid4()}/messages"
    head = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    writer.write(request("POST", path, port, head, body))
    answer = (await reader.read()).decode()
    writer.close()
    if " 202 " not in answer[:20]:
        raise RuntimeError(answer)
    cookie = re.search(r"(?i)set-cookie: ([^;]+)", answer)
    return cookie[1] if cookie else "", reply


async def watched(port: int, reply: str, headers: str) -> int:
    """Read a reply's events to their end, and count its tokens."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request("GET", f"/api/replies/{reply}/events", port, headers))
    came = await reader.read()
    writer.close()
    return came.count(TOKEN.encode())


def request(method: str, path: str, port: int, headers: str = "", body: str = "") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{headers}\r\n{body}".encode()


async def everyone(watch: Watch, port: int, viewers: int) -> float:
    """Return the seconds until all viewers have everything."""
    begun = time.perf_counter()
    counts = await asyncio.gather(*(watch(port) for _ in range(viewers)))
    seconds = time.perf_counter() - begun
    if set(counts) != {TOKENS}:
        raise RuntimeError(f"not everything came: {sorted(set(counts))}")
    return seconds


async def together(port: int, viewers: int) -> float:
    """Return the seconds until all viewers of one reply have everything."""
    cookie, reply = await said(port)
    return await everyone(lambda port: watched(port, reply, f"Cookie: {cookie}\r\n"), port, viewers)


async def service(port: int) -> None:
    """Stand for a model's service that writes 100 tokens a second."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(int(re.search(rb"(?i)content-length: (\d+)", head)[1]))  # type: ignore[index]
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
        begun = time.monotonic()
        for number in range(TOKENS):
            await asyncio.sleep(begun + (number + 1) * PACE - time.monotonic())
            writer.write(chunk({"content": TOKEN}, None))
        writer.write(chunk({}, "stop") + b"data: [DONE]\n\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", port, backlog=512) as server:
        await server.serve_forever()


def chunk(delta: dict[str, str], finish: str | None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    fields = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
    return f"data: {json.dumps(fields)}\n\n".encode()


@contextmanager
def running(command: list[str], folder: Path, port: int, environment: dict[str, str], path: str) -> Iterator[int]:
    """Run a server; yield its process's number."""
    environ = {**os.environ, "PORT": str(port), **environment}
    process = subprocess.Popen(command, cwd=folder, env=environ, start_new_session=True)
    try:
        wait_for(f"http://127.0.0.1:{port}{path}")
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def wait_for(address: str, patience: float = 60) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"{address} does not answer")


def memory(pid: int) -> float:
    """Return the megabytes that a process holds."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def seconds_of(pid: int) -> float:
    """Return the processor's seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Measured(NamedTuple):
    """The seconds until everyone had everything, the server's own of the processor, and kilobytes for each stream."""

    seconds: float
    busy: float
    kilobytes: float


def measure(name: str, folder: Path, viewers: int) -> Measured:
    port, models = free_port(), free_port()
    environment = {"DATABASE_URL": f"sqlite:///{folder}/{uuid.uuid4()}.db", **UNLIMITED}
    command = [str(folder / ".venv/bin/python"), "-c", (SERVE if name == "sdk" else IN_PROCESS + SERVE)]
    source = subprocess.Popen([sys.executable, str(HERE), "--service", str(models)]) if name == "sdk" else None
    if source:
        environment |= {"LLM_BASE_URL": f"http://127.0.0.1:{models}/v1", "LLM_MODEL": "m"}
    try:
        with running(command, folder, port, environment, "/healthz") as pid:
            asyncio.run(everyone(own, port, 1))  # loads what the first reply loads
            before, used = memory(pid), seconds_of(pid)
            seconds = asyncio.run(together(port, viewers) if name == "shared" else everyone(own, port, viewers))
            return Measured(seconds, seconds_of(pid) - used, max(0.0, memory(pid) - before) * 1024 / viewers)
    finally:
        if source:
            source.terminate()
            source.wait()


def prepare(place: Path) -> Path:
    """Make the project, with the environment that a measure runs in."""
    command = [QUICKSHIP, "new", "A chatbot for new tenants", "--name", "Ours", "--app", "chatbot"]
    subprocess.run([*command, "--no-input", "--no-git", "-o", place], check=True, capture_output=True)
    subprocess.run(["sh", "setup.sh", "main"], cwd=place / "ours", check=True, capture_output=True)
    return place / "ours"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--viewers", type=int, nargs="+", default=[1, 25, 100, 250])
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--only", nargs="+", default=["own", "shared", "sdk"])
    options.add_argument("--service", type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.service:
        asyncio.run(service(given.service))
    with tempfile.TemporaryDirectory() as folder:
        project = prepare(Path(folder))
        for name in given.only:
            for viewers in given.viewers:
                show(name, viewers, min(measure(name, project, viewers) for _ in range(given.runs)))


def show(name: str, viewers: int, best: Measured) -> None:
    load = f"load {os.getloadavg()[0]:.1f}"
    print(f"  {name:<8} {viewers:4d} viewers {best.seconds:6.2f} s, {best.busy:6.2f} s of the processor,", end="")
    print(f" {best.kilobytes:5.0f} kB a stream; {load}", flush=True)


if __name__ == "__main__":
    main()
