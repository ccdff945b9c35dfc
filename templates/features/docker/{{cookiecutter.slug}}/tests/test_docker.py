"""The image's promises, read from the files that make it: pinned, small, without rights, watched."""

import http.server
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).parent.parent

Instruction = tuple[str, str]


def stages() -> list[list[Instruction]]:
    """Return the Dockerfile's instructions by stage, each on one line."""
    text = (PROJECT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    found: list[list[Instruction]] = []
    for line in lines:
        word, rest = line.split(maxsplit=1)
        if word == "FROM":
            found.append([])
        if found:
            found[-1].append((word, rest.strip()))
    return found


def last(word: str) -> str:
    return next(rest for name, rest in reversed(stages()[-1]) if name == word)


def sent() -> set[str]:
    """Return what .dockerignore lets in, after it has kept everything out."""
    lines = (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    return {rule[1:] for rule in rules if rule.startswith("!")}


def compose() -> Any:
    return yaml.safe_load((PROJECT / "compose.yaml").read_text(encoding="utf-8"))


@contextmanager
def serving(status: int) -> Iterator[str]:
    """Serve every path with this status on loopback and yield the port."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield str(server.server_port)
        server.shutdown()
        thread.join()


def health(port: str) -> int:
    """Run the image's own health check against a port of this machine."""
    command = json.loads(last("HEALTHCHECK").split(" CMD ")[1])
    command[0] = sys.executable
    return subprocess.run(command, env={**os.environ, "PORT": port}, capture_output=True, check=False).returncode


def test_every_package_is_checked_against_its_hash() -> None:
    installs = [rest for stage in stages() for word, rest in stage if word == "RUN" and " install " in rest]
    assert installs
    assert all("--require-hashes" in rest for rest in installs)
    named = {name for rest in installs for name in re.findall(r"--requirement (\S+)", rest)}
    assert {f"requirements/{name}" for name in named} == {name for name in sent() if name.startswith("requirements/")}
    for name in named:
        pins = (PROJECT / "requirements" / name).read_text(encoding="utf-8")
        assert len(re.findall(r"^[\w.-]+==", pins, re.MULTILINE)) == len(re.findall(r"==.*\\\n +--hash=", pins)) > 0


def test_the_final_stage_installs_nothing() -> None:
    assert len(stages()) > 1
    assert not [rest for word, rest in stages()[-1] if word == "RUN"]


def test_it_runs_as_a_user_without_rights() -> None:
    user = re.fullmatch(r"(\d+):(\d+)", last("USER"))
    assert user
    assert all(int(number) >= 10000 for number in user.groups())


def test_only_what_is_named_enters_the_image() -> None:
    assert {"app", "data", "product.toml", "requirements/main.txt"} <= sent()
    assert not [name for name in sent() if name.startswith((".", "tests", "*"))]


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (500, False)])
def test_the_health_check_asks_the_app(status: int, healthy: bool) -> None:
    with serving(status) as port:
        assert (health(port) == 0) is healthy


def test_compose_runs_the_app_read_only_and_for_this_machine_only() -> None:
    app = compose()["services"]["app"]
    assert app["read_only"] is True
    assert app["cap_drop"] == ["ALL"]
    assert all(port.startswith("127.0.0.1:") for port in app["ports"])
    assert app["environment"]["ACCESS_CODE"].startswith("${ACCESS_CODE:?")


def test_the_store_outlives_the_container() -> None:
    folder = last("VOLUME")
    assert folder == last("WORKDIR") + "/var"
    assert f"var:{folder}" in compose()["services"]["app"]["volumes"]
    assert ("COPY", f"--from=packages --chown={last('USER')} /writable .") in stages()[-1]
    assert any(word == "RUN" and rest.endswith("install -d -m 700 /writable/var") for word, rest in stages()[0])


def test_compose_declares_what_its_services_use() -> None:
    document = compose()
    services = document["services"]
    assert set(services["app"].get("depends_on", [])) == set(services) - {"app"}
    used = {volume.split(":")[0] for service in services.values() for volume in service.get("volumes", [])}
    assert {name for name in used if not name.startswith((".", "/"))} == set(document["volumes"])
