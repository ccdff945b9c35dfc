"""Serves the app in processes of their own, which can be killed; they are forked, so that each is there at once."""

import multiprocessing
import os
import socket
from collections.abc import Mapping
from pathlib import Path

import httpx2
import uvicorn

from app.main import create_app
from app.settings import EnvSettings
from tests.talks import eventually

forking = multiprocessing.get_context("forkserver")
forking.set_forkserver_preload(["app.main", "app.conversation.replies", "openai", "uvicorn", "tests.processes"])


def serve(project: Path, port: int, environment: Mapping[str, str]) -> None:
    """Run in the new process: serve until the end."""
    os.environ.update(environment)
    EnvSettings.model_config["env_file"] = None
    uvicorn.run(create_app(project), port=port, log_level="error")


class Server:
    """A server that can be killed, and a client of it."""

    def __init__(self, project: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.process = forking.Process(target=serve, args=(project, port, dict(os.environ)))
        self.process.start()
        self.client = httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30)
        eventually(self._answers)

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
