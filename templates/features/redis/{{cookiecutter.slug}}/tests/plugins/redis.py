"""A real Redis, started for the tests where Debian's package redis-server, or any other, has brought one."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator

import pytest
import redis

REASON = "redis-server is not installed (apt install redis-server)"


class Server:
    """A Redis server that can be killed and started again."""

    def __init__(self, command: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._command = [command, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", "/tmp"]  # noqa: S108
        self.client = redis.Redis(port=self.port)
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while not self._answers():
            assert time.monotonic() < deadline, "Redis does not answer"
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except redis.ConnectionError:
            return False

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture
def redis_server(_own_settings: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Start a Redis and point REDIS_URL at it; where there is none, skip the test, but fail it where CI is set."""
    command = shutil.which("redis-server")
    if not command:
        (pytest.fail if "CI" in os.environ else pytest.skip)(REASON)
    server = Server(command)
    monkeypatch.setenv("REDIS_URL", server.url)
    yield server
    server.kill()
    server.client.close()
