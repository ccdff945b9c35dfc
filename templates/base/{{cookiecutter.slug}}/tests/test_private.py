"""LLM_PRIVATE: what a model is told stays on this machine or its private network, whatever leads elsewhere."""

import asyncio
import json
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest

from app import llm
from app.llm import Done, LLMFault, Message
from app.security.addresses import is_private
from tests.fake_openai import FakeOpenAI

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def _private(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_PRIVATE", "true")
    monkeypatch.setenv("LLM_MODEL", "plain")


def answerer() -> str:
    async def ask() -> str:
        *_, done = [event async for event in llm.stream([Message("user", "A secret.")])]
        assert isinstance(done, Done)
        return done.answerer

    return asyncio.run(ask())


def refusal() -> str:
    with pytest.raises(LLMFault) as raised:
        answerer()
    return raised.value.code


class Elsewhere(BaseHTTPRequestHandler):
    """A server that keeps what it is asked, and sends away where it has somewhere to send."""

    server: Any

    def log_message(self, *_: Any) -> None:
        """Keep the tests' output to the tests."""

    def do_POST(self) -> None:
        """Answer a request to it, or through it."""
        self.server.asked.append(self.path)
        self.send_response(307 if self.server.leads_to else 502)
        self.send_header("location", self.server.leads_to)
        self.send_header("content-length", "0")
        self.end_headers()

    def do_CONNECT(self) -> None:
        self.do_POST()


@contextmanager
def elsewhere(leads_to: str = "") -> Iterator[tuple[str, list[str]]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    asked: list[str] = []
    server.asked, server.leads_to = asked, leads_to  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[list[str]]]:
    """Stand for the network's name service: each question gets a name's next addresses, the last ones for ever."""
    table: dict[str, list[list[str]]] = {}
    resolve = socket.getaddrinfo

    def answer(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
        if str(host) not in table:
            return resolve(host, port, *arguments, **options)
        said = table[str(host)]
        addresses = said.pop(0) if len(said) > 1 else said[0]
        family = [socket.AF_INET6 if ":" in address else socket.AF_INET for address in addresses]
        return [(kind, socket.SOCK_STREAM, 6, "", (to, port or 0)) for kind, to in zip(family, addresses, strict=True)]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return table


def test_a_model_on_this_machine_answers(fake: FakeOpenAI) -> None:
    assert answerer() == "plain"


@pytest.mark.parametrize(
    ("address", "private"),
    [
        *((address, True) for address in ("127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "172.31.255.255")),
        *((address, True) for address in ("192.168.1.1", "::1", "fd00::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1")),
        *((address, False) for address in ("8.8.8.8", "172.32.0.1", "11.0.0.1", "192.169.0.1", "100.64.0.1")),
        *((address, False) for address in ("0.0.0.0", "169.254.169.254", "::", "2001:4860::8888", "fe80::1")),  # noqa: S104
        *((address, False) for address in ("::ffff:8.8.8.8", "64:ff9b::a00:1", "2002:a00:1::", "fe80::1%lo")),
        *((address, False) for address in ("2130706433", "0x7f000001", "localhost", "10.example.com", "")),
    ],
)
def test_which_addresses_are_private(address: str, private: bool) -> None:
    assert is_private(address) is private


@pytest.mark.parametrize(
    "addresses",
    [["8.8.8.8"], ["127.0.0.1", "8.8.8.8"], ["::ffff:8.8.8.8"], ["169.254.169.254"], ["2001:4860:4860::8888"]],
)
def test_a_name_that_leads_elsewhere_is_not_called(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, names: dict[str, list[list[str]]], addresses: list[str]
) -> None:
    names["gpu.local"] = [addresses]
    monkeypatch.setenv("LLM_BASE_URL", f"http://gpu.local:{urlsplit(fake.base_url).port}/v1")
    assert refusal() == "private"
    assert not fake.requests


def test_what_was_checked_is_what_is_called(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, names: dict[str, list[list[str]]]
) -> None:
    """A name service that changes its mind between the check and the call is not asked twice."""
    names["models.example"] = [["127.0.0.1"], ["8.8.8.8"]]
    monkeypatch.setenv("LLM_BASE_URL", f"http://models.example:{urlsplit(fake.base_url).port}/v1")
    assert answerer() == "plain"
    assert fake.requests[0].headers["host"].startswith("models.example:")
    assert refusal() == "private"


def test_a_name_s_next_address_is_tried_where_nobody_listens(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, names: dict[str, list[list[str]]]
) -> None:
    names["gpu.local"] = [["::1", "127.0.0.1"]]
    monkeypatch.setenv("LLM_BASE_URL", f"http://gpu.local:{urlsplit(fake.base_url).port}/v1")
    assert answerer() == "plain"


@pytest.mark.parametrize("name", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"])
def test_no_proxy_of_the_environment_is_told(fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    with elsewhere() as (proxy, asked):
        monkeypatch.setenv(name, proxy)
        assert answerer() == "plain"
    assert asked == []


def test_this_machine_s_own_model_needs_no_proxy_without_it_either(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLM_PRIVATE", "false")
    with elsewhere() as (proxy, asked):
        monkeypatch.setenv("HTTP_PROXY", proxy)
        assert answerer() == "plain"
        assert asked == []
        monkeypatch.setenv("LLM_BASE_URL", "http://models.example/v1")
        monkeypatch.setenv("LLM_PRICE_IN", "0")
        monkeypatch.setenv("LLM_PRICE_OUT", "0")
        assert refusal() == "server_error"
        assert asked


def test_no_redirect_is_followed(fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    with elsewhere(leads_to=f"{fake.base_url}/responses") as (address, asked):
        monkeypatch.setenv("LLM_BASE_URL", f"{address}/v1")
        assert refusal() == "private"
        assert len(asked) == 1
    assert not fake.requests


@pytest.mark.parametrize("fake", ["responses"], indirect=True)
@pytest.mark.parametrize(
    ("host", "status"),
    [("2130706433", "ok"), ("0x08080808", "fault"), ("[::ffff:808:808]", "fault")],
)
def test_an_address_in_disguise_is_read_as_the_system_reads_it(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, run: Run, host: str, status: str
) -> None:
    monkeypatch.setenv("LLM_BASE_URL", f"http://{host}:{urlsplit(fake.base_url).port}/v1")
    done = run("doctor", "--json")
    checks = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    assert checks["endpoint"]["status"] == status, done.stderr
    assert ("LLM_PRIVATE" in checks["endpoint"]["hint"]) is (status == "fault")
    assert checks["price"]["status"] == "ok"


def test_a_service_on_the_internet_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, names: dict[str, list[list[str]]]
) -> None:
    names["api.openai.com"] = [["104.18.6.192"]]
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    monkeypatch.setenv("LLM_PROVIDER", "openai")
    with pytest.raises(LLMFault) as raised:
        answerer()
    assert raised.value.code == "private"
    assert "LLM_PRIVATE" in raised.value.hint


def test_embeddings_keep_to_it_too(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[list[str]]]) -> None:
    names["models.example"] = [["8.8.8.8"]]
    monkeypatch.setenv("LLM_BASE_URL", "https://models.example/v1")
    monkeypatch.setenv("LLM_EMBEDDING_MODEL", "plain")
    with pytest.raises(LLMFault) as raised:
        asyncio.run(llm.embed(["A secret."]))
    assert raised.value.code == "private"
