"""`make dev` ends soon and quietly after it is told to, at whatever moment that is and however often it is told."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from serving import free_port, wait_for

STOPS = 8
PATIENCE = 30  # seconds; on an idle machine it takes less than one


@pytest.fixture(scope="module")
def project(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("stop")
    ship = Path(__file__).parent.parent / ".venv/bin/quickship"
    words = ("new", "A helper for new tenants", "--name", "Made", "--no-input", "--no-git", "-o", place)
    subprocess.run([ship, *words], check=True, capture_output=True)
    (place / "made/.venv").symlink_to(environment)
    return place / "made"


def make_dev(project: Path) -> tuple[subprocess.Popen[bytes], str]:
    port = free_port()
    with (project / "dev.log").open("w") as log:
        server = subprocess.Popen(
            ["make", "-o", "setup", "dev"],
            cwd=project, env={**os.environ, "PORT": str(port)}, start_new_session=True,
            stdout=log, stderr=log,
        )  # fmt: skip
    return server, f"http://127.0.0.1:{port}/healthz"


def stop(server: subprocess.Popen[bytes], number: signal.Signals, log: Path) -> None:
    """Signals all its processes as a terminal does, several times within a millisecond; all end, none complains."""
    try:
        for _ in range(8):
            if server.poll() is None:
                os.killpg(server.pid, number)
            time.sleep(random.uniform(0, 1e-4))
        server.wait(PATIENCE)
        assert "Traceback" not in log.read_text()
        with pytest.raises(ProcessLookupError):
            still_there(server)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)


def still_there(server: subprocess.Popen[bytes]) -> None:
    """Looks for its processes for as long as the last may take: make itself ends before what it started."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        os.killpg(server.pid, 0)
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_any_moment(project: Path, number: signal.Signals) -> None:
    started = time.monotonic()
    server, address = make_dev(project)
    wait_for(address, server)
    seconds = time.monotonic() - started
    stop(server, number, project / "dev.log")
    for at in range(STOPS):
        server, _ = make_dev(project)
        time.sleep(seconds * 1.2 * (at + random.random()) / STOPS)
        stop(server, number, project / "dev.log")
