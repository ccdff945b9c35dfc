import socket
import subprocess
from collections.abc import Callable

import pytest

from app.settings import PROJECT

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_help_names_every_command(run: Run) -> None:
    done = run("--help")
    files = (PROJECT / "app" / "commands").glob("[a-z]*.py")
    assert all(f"  {file.stem.replace('_', '-')} " in done.stdout for file in files)
    assert done.returncode == 0


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


@pytest.mark.parametrize("setting", ["PORT=many", "PORT=70000"])
def test_a_wrong_setting_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    monkeypatch.setenv(*setting.split("="))
    done = run("serve")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "PORT" in done.stderr
