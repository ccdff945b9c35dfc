"""Serves the app in processes of their own, which can be killed; they are forked, so that each is there at once."""

import multiprocessing
import os
import socket
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx2
import uvicorn
from fastapi import FastAPI

from app.main import create_app
from app.settings import EnvSettings

Create = Callable[[Path], FastAPI]

forking = multiprocessing.get_context("forkserver")
forking.set_forkserver_preload(["app.main", "app.db", "app.llm.door", "openai", "uvicorn", "tests.processes"])


def serve(project: Path, port: int, environment: Mapping[str, str], create: Create) -> None:
    """Run in the new process: serve until the end."""
    os.environ.clear()  # of what was set when the first of them was forked
    os.environ.update(environment)
    EnvSettings.model_config["env_file"] = None
    uvicorn.run(create(project), port=port, log_level="error")


class Server:
    """A server that can be killed, and a client of it."""

    def __init__(self, project: Path, create: Create = create_app) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.process = forking.Process(target=serve, args=(project, port, dict(os.environ), create))
        self.process.start()
        self.client = httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30)
        deadline = time.monotonic() + 30
        while not self._answers():
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            return self.client.get("/healthz").status_code == 200
        except httpx2.TransportError:
            return False

    def kill(self) -> None:
        """Kill it as nothing can prevent."""
        self.process.kill()
        self.process.join()
        self.client.close()
