"""The app as it runs for visitors, by its own command, with .env and a log; and how any app is asked something."""

import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx2

from app.settings import PROJECT


class Served:
    """A server by `python -m app serve`, and a client of it."""

    def __init__(self, project: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
        self.log = project / f"log-{port}.txt"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=project, stdout=log, stderr=log)
        self.client = httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30)
        deadline = time.monotonic() + 60
        while not self._answers():
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.05)

    @property
    def said(self) -> str:
        return self.log.read_text("utf-8")

    def _answers(self) -> bool:
        try:
            return self.client.get("/healthz").status_code == 200
        except httpx2.TransportError:
            return False

    def stop(self) -> float:
        """End it as a container does, and return the seconds that took."""
        begun = time.monotonic()
        self.client.close()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        return time.monotonic() - begun


def copied(project: Path, **settings: str) -> Path:
    """Put the app into a project's folder, with a .env."""
    for folder in ("app", "prompts"):
        shutil.copytree(PROJECT / folder, project / folder, dirs_exist_ok=True)
    lines = [f"{name}={value}\n" for name, value in settings.items()]
    (project / ".env").write_text("".join(lines), encoding="utf-8")
    return project


@contextmanager
def serving(project: Path) -> Iterator[Served]:
    """Serve a folder that holds the app; what a test has not ended is killed."""
    served = Served(project)
    try:
        yield served
    finally:
        served.process.kill()
        served.process.wait()
        served.client.close()


def ask(client: httpx2.Client, text: str) -> str:
    """Ask whatever kind of app it is, wait for the whole answer and return it as it came."""
    client.get("/").raise_for_status()  # as a browser does, which brings the cookie
    if client.get("/api/conversations").status_code == 404:
        return client.post("/api/classify", json={"text": text}).text
    conversation, reply = uuid4(), uuid4()
    said = {"id": str(uuid4()), "reply": str(reply), "parent": None, "text": text}
    client.post(f"/api/conversations/{conversation}/messages", json=said).raise_for_status()
    return client.get(f"/api/replies/{reply}/events", params={"after": 0}).text
