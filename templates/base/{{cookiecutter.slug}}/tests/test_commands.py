import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

import httpx2
import pytest

from app.settings import PROJECT

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_help_names_every_command(run: Run) -> None:
    done = run("--help")
    files = (PROJECT / "app" / "commands").glob("[a-z]*.py")
    assert all(f"  {file.stem.replace('_', '-')} " in done.stdout for file in files)
    assert done.returncode == 0


@pytest.mark.parametrize("options", [[], ["--reload"]])
def test_it_serves_until_ctrl_c(options: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "app", "serve", "--port", str(port), *options]
    with subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stderr
        while not answers(f"http://127.0.0.1:{port}/healthz"):
            assert server.poll() is None, "it ended without serving"
            time.sleep(0.05)
        server.send_signal(signal.SIGINT)
        assert "Traceback" not in server.stderr.read()
    assert server.returncode == 0


def answers(address: str) -> bool:
    try:
        return httpx2.get(address).is_success
    except httpx2.TransportError:
        return False


def test_a_busy_port_is_one_sentence(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        done = run("serve", "--port", port)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        f"Error: Cannot listen on 127.0.0.1:{port}: Address already in use; "
        "set another HOST or PORT in .env, or pass --host or --port."
    ]


def test_a_broken_product_is_one_sentence(run: Run) -> None:
    done = run("serve", product="[product]\nname = 'A'\nhue = 400\n")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "`hue` in [product] is 400" in done.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "shop.example.com"])  # noqa: S104
def test_nobody_else_is_let_in_without_a_code(run: Run, host: str) -> None:
    done = run("serve", "--host", host, "--port", "0")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        f"Error: Listening on {host} lets others in: set ACCESS_CODE in .env first, or listen on 127.0.0.1."
    ]


WRONG = [
    "PORT=many",
    "PORT=70000",
    "ROOT_PATH=/a b",
    "CAP_APP_USD=-1",
    "CAP_TIMEZONE=Mars",
    "RATE_VISITOR=often",
    "RATE_ADDRESS=0/minute/",
    "REDIS_URL=nowhere",
    "TRUSTED_PROXIES=proxy.example.com",
    "EMBED_ORIGINS=https://example.com/page",
    "EMBED_ORIGINS=*",
    "ACCESS_CODE=1234",
    "SECRET=short",
]


@pytest.mark.parametrize("setting", WRONG)
def test_a_wrong_setting_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    monkeypatch.setenv(*setting.split("="))
    done = run("serve")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert setting.split("=")[0] in done.stderr
