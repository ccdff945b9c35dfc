"""Commands that serve, such as `make dev`, run as a person runs them; and a server that says one thing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest


@contextmanager
def serving(*command: object, cwd: Path, port: int) -> Iterator[str]:
    """Runs a command that serves until it is stopped; yields its address once it answers."""
    environ = {**os.environ, "PORT": str(port)}
    log = (cwd / "serving.log").open("w")
    process = subprocess.Popen(
        [str(word) for word in command], cwd=cwd, env=environ, stdout=log, stderr=log, start_new_session=True
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)
        log.close()


def wait_for(address: str, process: subprocess.Popen[bytes], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"{address} did not answer in {seconds} s")


@contextmanager
def fixed(content: bytes, kind: str, ports: tuple[int, ...] = (0,)) -> Iterator[int]:
    """Answers every GET with the same content, on the first of the ports that is free; yields which."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Keeps the tests' output to the tests."""

    with ThreadingHTTPServer(("127.0.0.1", first_free(ports)), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()


def first_free(ports: tuple[int, ...]) -> int:
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    pytest.fail(f"none of the ports {ports} is free")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
