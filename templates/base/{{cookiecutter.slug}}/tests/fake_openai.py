"""A scripted stand-in for OpenAI's API: a real HTTP server on loopback; the model's name chooses what happens."""

import json
import select
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests import fake_wire as wire
from tests.fake_wire import Payload

PIECES = ("A service", " is", " 60 euros", ", đúng thế", " 😀.")
REPLY = "".join(PIECES)
SLOW_PIECES = ("tick ",) * 100
SLOW_PACE = 0.05  # seconds between the pieces of a slow reply

# The model's name -> status, error code, message, as the API words them.
ERRORS: dict[str, tuple[int, str | None, str]] = {
    "429": (429, "rate_limit_exceeded", "Rate limit reached for requests"),
    "500": (500, None, "The server had an error while processing your request"),
    "wrong_key": (401, "invalid_api_key", "Incorrect API key provided: sk-secret"),
    "no_model": (404, "model_not_found", "The model `no_model` does not exist or you do not have access to it"),
    "no_credit": (429, "insufficient_quota", "You exceeded your current quota"),
    "context_too_long": (400, "context_length_exceeded", "Your input exceeds the context window of this model"),
    "content_filter_400": (400, "content_filter", "The response was filtered by the content policy"),
}
SCENARIOS = (
    *("plain", "slow", "429_once", "hang", "cut", "drop", "bad_chunk", "no_usage", "empty", "refusal"),
    *("content_filter", "error_event", "hang_midway", *ERRORS),
)


@dataclass
class Recorded:
    """A request as it came, and whether its sender went away before the end of the reply."""

    path: str
    headers: dict[str, str]
    body: Payload
    left: threading.Event = field(default_factory=threading.Event)


class FakeOpenAI(ThreadingHTTPServer):
    """Keeps every request; `scenario`, where set, wins over the model's name, and `texts` are said first."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[Recorded] = []
        self.scenario = ""
        self.texts: list[str] = []  # one a reply, in the place of PIECES
        self.closing = threading.Event()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class Handler(BaseHTTPRequestHandler):
    """Answers the three paths of the API that the app uses."""

    protocol_version = "HTTP/1.1"
    server: FakeOpenAI

    def log_message(self, *_: Any) -> None:
        """Keep the tests' output to the tests."""

    def do_GET(self) -> None:
        if self.path == "/v1/models":
            self.reply(200, wire.models(*SCENARIOS))
        else:
            self.reply(404, wire.error(None, f"Invalid URL (GET {self.path})"))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.recorded = Recorded(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
        self.server.requests.append(self.recorded)
        scenario = self.server.scenario or str(body["model"])
        if self.path not in {"/v1/responses", "/v1/chat/completions"}:
            self.reply(404, wire.error(None, f"Invalid URL (POST {self.path})"))
        elif scenario == "429_once" and len(self.server.requests) == 1:
            self.fail("429", {"retry-after": "1"})
        elif scenario in ERRORS:
            self.fail(scenario)
        elif body.get("stream") is False:
            self.reply(200, wire.whole(self.path == "/v1/responses", str(body["model"]), self.pieces()))
        else:
            self.stream(scenario)

    def pieces(self) -> tuple[str, ...]:
        return (self.server.texts.pop(0),) if self.server.texts else PIECES

    def fail(self, name: str, headers: dict[str, str] | None = None) -> None:
        status, code, message = ERRORS[name]
        self.reply(status, wire.error(code, message), headers)

    def reply(self, status: int, payload: Payload, headers: dict[str, str] | None = None) -> None:
        content = json.dumps(payload).encode()
        self.send_response(status)
        for name, value in {"content-type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def stream(self, scenario: str) -> None:
        if scenario == "hang":
            self.wait()
            return
        self.send_response(200)
        self.send_header("content-type", "text/event-stream; charset=utf-8")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        try:
            for data in script(scenario, self.path, str(self.recorded.body["model"]), self.pieces()):
                self.play(scenario, data)
        except ConnectionError:
            self.recorded.left.set()
        if scenario == "drop" or self.recorded.left.is_set():
            self.close_connection = True
        else:
            self.wfile.write(b"0\r\n\r\n")

    def play(self, scenario: str, data: str | Payload) -> None:
        """Write one event, or wait where the script says so."""
        if data == WAIT:
            self.wait()
        if scenario == "slow":
            self.wait(SLOW_PACE)
        if self.recorded.left.is_set():
            raise ConnectionAbortedError
        name = f"event: {data['type']}\n" if isinstance(data, dict) and "type" in data else ""
        text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
        event = f"{name}data: {text}\n\n".encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(event), event))

    def wait(self, seconds: float = 60) -> None:
        """Send nothing for a while, and see at once when the other side leaves."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self.server.closing.is_set():
            readable, _, _ = select.select([self.connection], [], [], 0.02)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                self.recorded.left.set()
                self.close_connection = True
                return


WAIT = "[WAIT]"


def script(scenario: str, path: str, model: str, said: tuple[str, ...] = PIECES) -> Iterator[str | Payload]:
    """Yield what a scenario puts on the wire: payloads, and text that is no payload."""
    responses = path == "/v1/responses"
    if scenario in {"content_filter", "error_event"}:
        yield from ending(scenario, responses, model)
        return
    pieces = {"slow": SLOW_PIECES, "empty": (), "refusal": ("I cannot", " help.")}.get(scenario, said)
    whole = list(reply(responses, model, pieces, scenario == "refusal"))
    if scenario in {"cut", "drop", "bad_chunk", "hang_midway"}:
        yield from whole[: len(whole) // 2]
        yield from {"bad_chunk": ['{"choices": [{'], "hang_midway": [WAIT]}.get(scenario, [])
    elif scenario == "no_usage":
        yield from without_usage(whole)
    else:
        yield from whole
    if not responses and scenario != "cut":
        yield "[DONE]"


def reply(responses: bool, model: str, pieces: tuple[str, ...], refusal: bool) -> Iterable[Payload]:
    if responses:
        return wire.responses_events(model, pieces, refusal=refusal)
    return wire.chat_chunks(model, pieces, refusal=refusal)


def without_usage(whole: list[Payload]) -> Iterator[Payload]:
    for payload in whole:
        inner = payload.get("response", payload)
        if payload.get("choices") != []:
            yield {**payload, **({"response": {**inner, "usage": None}} if "response" in payload else {})}


def ending(scenario: str, responses: bool, model: str) -> Iterator[Payload]:
    """Yield a stream that ends by the API's own word."""
    if scenario == "error_event":
        yield wire.responses_failed(model, "rate_limit_exceeded") if responses else wire.error("server_error", "Oops")
    elif responses:
        yield wire.responses_filtered(model)
    else:
        yield from wire.chat_chunks(model, PIECES[:1], finish="content_filter")


@contextmanager
def fake_openai() -> Iterator[FakeOpenAI]:
    """Serve the fake for the length of a test."""
    with FakeOpenAI() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()
