"""What benchmarks/first_answer.py runs within a project: `first_answer PAGES RUNS`."""

from __future__ import annotations

import importlib
import io
import json
import os
import pkgutil
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

FACT = "The blue door of the archive is opened by the second key from the left."
QUESTION = "Which key opens the blue door of the archive?"
LINES = 46  # on a page
PATIENCE = 600.0


def main() -> None:
    pages, runs = map(int, sys.argv[1:])
    data = pdf(pages)
    print(f"{pages} pages, {len(data) / 1e6:.1f} MB")
    best: dict[str, float] = {}
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as place, serving(Path(place)) as client:
            times = measured(client, data)
        best = {name: min(value, best.get(name, value)) for name, value in times.items()}
    for name, value in best.items():
        print(f"  {name:<40}{value:8.2f} s")


def measured(client: httpx2.Client, data: bytes) -> dict[str, float]:
    """Return the seconds from dropping the file to each thing that a person waits for."""
    client.get("/")
    until(lambda: listing(client)["waiting"] == 0 and listing(client)["embedded"] == listing(client)["passages"])
    begun = time.perf_counter()
    client.put("/api/documents", params={"name": "archive.pdf"}, content=data).raise_for_status()
    sent = time.perf_counter() - begun
    reply = str(uuid.uuid4())
    body = {"id": str(uuid.uuid4()), "reply": reply, "text": QUESTION}
    client.post(f"/api/conversations/{uuid.uuid4()}/messages", json=body).raise_for_status()
    text, first = "", 0.0
    with client.stream("GET", f"/api/replies/{reply}/events") as events:
        for line in events.iter_lines():
            if line.startswith("data: ") and "text" in (fields := json.loads(line[6:])):
                first = first or time.perf_counter() - begun
                text += fields["text"]
    assert "second key" in text, text
    passages = listing(client)["passages"]
    until(lambda: listing(client)["embedded"] == listing(client)["passages"])
    return {
        "sent": sent,
        "first words of the answer": first,
        f"all {passages} vectors made": time.perf_counter() - begun,
    }


def listing(client: httpx2.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/documents").json()
    return found


def until(holds: Callable[[], bool]) -> None:
    deadline = time.perf_counter() + PATIENCE
    while not holds():
        assert time.perf_counter() < deadline, "it never came to that"
        time.sleep(0.05)


@contextmanager
def serving(place: Path) -> Iterator[httpx2.Client]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {**os.environ, "DATABASE_URL": f"sqlite:///{place}/app.db", "PORT": str(port)}
    process = subprocess.Popen([sys.executable, "-m", "app", "serve"], env=environ, stderr=subprocess.DEVNULL)
    with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client:
        try:
            until(lambda: answers(client))
            yield client
        finally:
            process.terminate()
            process.wait()


def answers(client: httpx2.Client) -> bool:
    try:
        return client.get("/healthz").status_code == 200
    except httpx2.TransportError:
        return False


def pdf(pages: int) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file)
    lines = prose()
    for number in range(pages):
        text = canvas.beginText(56, 790)
        for line in [next(lines) for _ in range(LINES)] + ([FACT] if number == pages // 2 else []):
            text.textLine(line)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def prose() -> Iterator[str]:
    """Yield lines of what the modules of the standard library say of themselves, over and over."""
    while True:
        for name in sorted(module.name for module in pkgutil.iter_modules([str(Path(json.__file__).parent.parent)])):
            if name.startswith(("_", "test", "idlelib", "this", "antigravity", "turtle")):
                continue
            loaded = importlib.import_module(name)
            for each in [loaded, *vars(loaded).values()]:
                said = " ".join(str(getattr(each, "__doc__", None) or "").split())
                yield from textwrap.wrap(said.encode("ascii", "ignore").decode(), 90) if len(said) > 200 else ()
