"""The doctor looks at real things: a server that answers as it is told, a port that is taken, a PATH without tools."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from conftest import Quickship
from quickship import doctor

KEY = "a-key-of-nobodys"


@contextmanager
def serving(status: int) -> Iterator[tuple[str, list[tuple[str, str | None]]]]:
    """A server on loopback that answers everything with this status; its address and what it was asked."""
    asked: list[tuple[str, str | None]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, self.headers["Authorization"]))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1", asked
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("status", "seen"),
    [(200, "answers"), (401, "refuses the key"), (403, "refuses the key"), (500, "answers with status 500")],
)
def test_the_endpoint_is_asked_with_the_key(status: int, seen: str) -> None:
    with serving(status) as (address, asked):
        found = doctor.endpoint({"LLM_BASE_URL": address + "/", "LLM_API_KEY": KEY}, offline=False)
    assert asked == [("/v1/models", f"Bearer {KEY}")]
    assert (found.ok, found.seen) == (status == 200, f"127.0.0.1 {seen}")
    assert KEY not in found.seen + found.hint


@pytest.mark.parametrize("address", ["http://127.0.0.1:{port}/v1", "nonsense", "http://[", "ftp://127.0.0.1:{port}"])
def test_an_endpoint_that_cannot_be_reached_does_not_answer(address: str) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        found = doctor.endpoint({"LLM_BASE_URL": address.format(port=closed.getsockname()[1])}, offline=False)
    assert not found.ok
    assert found.seen.endswith("does not answer")
    assert "LLM_BASE_URL" in found.hint


def test_offline_asks_nobody() -> None:
    with serving(200) as (address, asked):
        found = doctor.endpoint({"LLM_BASE_URL": address}, offline=True)
    assert (asked, found.ok) == ([], True)
    assert "not asked" in found.seen


def test_without_an_endpoint_nothing_is_amiss() -> None:
    assert doctor.endpoint({}, offline=False).ok


def test_a_port_that_is_taken_comes_with_another() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        found = doctor.port(number)
    assert (found.ok, found.needed) == (False, False)
    assert found.hint == f"make dev PORT={number + 1}"
    assert doctor.port(number).ok


def fake(folder: Path, name: str, version: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\necho '{name} {version}'\n")
    (folder / name).chmod(0o755)


def findings(quickship: Quickship, path: Path) -> tuple[int, dict[str, dict[str, object]]]:
    done = quickship("doctor", "--offline", "--json", env={"PATH": str(path)})
    return done.code, {row["name"]: row for row in json.loads(done.out)["findings"]}


def test_only_what_is_needed_and_missing_is_a_failure(tmp_path: Path, quickship: Quickship) -> None:
    tools = tmp_path / "tools"
    fake(tools, "git", "version 2.45.1")
    fake(tools, "make", "4.4.1")
    code, found = findings(quickship, tools)
    assert (code, found["uv"]["ok"], found["git"]["seen"]) == (0, False, "2.45.1")
    assert set(found) == {"Python", "git", "make", "uv", "port", "endpoint"}
    fake(tools, "git", "version 1.9")
    code, found = findings(quickship, tools)
    assert (code, found["git"]["ok"], found["make"]["ok"]) == (1, False, True)
    (tools / "git").unlink()
    assert findings(quickship, tools)[1]["git"]["seen"] == "not found"


def test_the_findings_are_read_by_people_too(tmp_path: Path, quickship: Quickship) -> None:
    done = quickship("doctor", "--offline", env={"PATH": str(tmp_path)})
    assert done.code == 1
    assert [line.split()[:2] for line in done.out.splitlines()][1:4] == [
        ["missing", "git"], ["hint:", "install"], ["missing", "make"],
    ]  # fmt: skip
    assert "\x1b" not in done.out
