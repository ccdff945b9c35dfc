"""A scripted stand-in for OpenAI's API: a real HTTP server on loopback; the model's name chooses what happens.

    python -m tests.fake_openai     serves it until Ctrl-C, and prints LLM_BASE_URL

Another process scripts it at /control: GET tells the scenario, the texts to say and the requests that came; PUT
{"scenario": ..., "texts": [...]} sets the first two; DELETE forgets all three.
"""

import json
import re
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar

from tests import fake_decisions
from tests import fake_script as script
from tests import fake_wire as wire
from tests.fake_limits import Limit
from tests.fake_script import DROP, ERRORS, PIECES, REPLY, SCENARIOS, SLOW_PACE, WAIT
from tests.fake_wire import Payload

__all__ = ["ERRORS", "PIECES", "REPLY", "SCENARIOS", "FakeOpenAI", "Recorded", "fake_openai"]

WORD = re.compile(r"\s*\S+|\s+$")


@dataclass
class Recorded:
    """A request as it came, the events that were sent, and whether its sender went away before their end."""

    path: str
    headers: dict[str, str]
    body: Payload
    sent: int = 0
    left: threading.Event = field(default_factory=threading.Event)


class FakeOpenAI(ThreadingHTTPServer):
    """Keeps every request; `scenario`, where set, wins over the model's name, and `texts` are said first."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.requests: list[Recorded] = []
        self.scenario = ""
        self.texts: list[str] = []  # one a reply, said word by word in the place of PIECES
        self.says: Callable[[Payload], str] | None = None  # a reply by its request, where set
        self.likes: fake_decisions.Likes | None = None  # how it decides
        self.latency = 0.0  # seconds before every answer
        self.limit: Limit | None = None
        self.closing = threading.Event()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def state(self) -> Payload:
        """Return what /control tells."""
        came = [{"path": r.path, "headers": r.headers, "body": r.body, "left": r.left.is_set()} for r in self.requests]
        return {"scenario": self.scenario, "texts": self.texts, "requests": came}


Fake = TypeVar("Fake", bound=FakeOpenAI)


class Handler(BaseHTTPRequestHandler):
    """Answers the paths of the API that the app uses."""

    protocol_version = "HTTP/1.1"
    limits: dict[str, str] = {}  # noqa: RUF012 - the headers that tell of the rate limit
    disable_nagle_algorithm = True  # a piece leaves when it is written
    server: FakeOpenAI

    def log_message(self, *_: Any) -> None:
        """Keep the tests' output to the tests."""

    def parse_request(self) -> bool:
        """Take a whole address as well, which clients send where the fake is their HTTP_PROXY: so it has any name."""
        whole = super().parse_request()
        if whole:
            self.path = self.path.removeprefix("http://").removeprefix(self.headers["host"] or "")
        return whole

    def do_GET(self) -> None:
        models = {name: wire.model(name, script.shutdown_date(name)) for name in SCENARIOS}
        if self.path == "/control":
            self.reply(200, self.server.state())
        elif self.server.scenario in ERRORS:
            self.fail(self.server.scenario)
        elif self.path == "/v1/models":
            self.reply(200, wire.models(*models.values()))
        elif model := models.get(self.path.removeprefix("/v1/models/")):
            self.reply(200, model)
        else:
            self.reply(404, wire.error(None, f"Invalid URL (GET {self.path})"))

    def do_PUT(self) -> None:
        wanted = self.body()
        self.server.scenario = wanted.get("scenario", self.server.scenario)
        self.server.texts = wanted.get("texts", self.server.texts)
        self.reply(200, self.server.state())

    def do_DELETE(self) -> None:
        self.server.scenario, self.server.texts, self.server.requests = "", [], []
        self.reply(200, self.server.state())

    def do_POST(self) -> None:
        body = self.body()
        self.recorded = Recorded(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
        self.server.requests.append(self.recorded)
        scenario = self.server.scenario or str(body["model"])
        passes, self.limits = self.server.limit.take() if self.server.limit else (True, {})
        time.sleep(self.server.latency if passes else 0)
        if not passes:
            self.fail("429")
        elif scenario == "429_once" and self.recorded is self.server.requests[0]:
            self.fail("429", {"retry-after": "1"})
        elif scenario in ERRORS:
            self.fail(scenario)
        elif self.path == "/v1/embeddings":
            self.reply(200, wire.embeddings(str(body["model"]), body["input"]))
        elif self.path not in script.paths(scenario):
            self.reply(404, wire.error(None, f"Invalid URL (POST {self.path})"))
        elif parameter := script.refused_format(scenario, body):
            self.reply(400, wire.error("unsupported_parameter", f"Unsupported parameter: '{parameter}'"))
        elif self.path == "/v1/decisions" or body.get("stream") is False:
            self.whole(scenario, body)
        else:
            self.stream(scenario, body)

    def body(self) -> Payload:
        sent: Payload = json.loads(self.rfile.read(int(self.headers["content-length"])))
        return sent

    def said(self, body: Payload) -> tuple[str, ...]:
        """Return what the reply says: what a test set, a value of the schema, or the usual."""
        if self.server.says:
            return (self.server.says(body),)
        if self.server.texts:
            return tuple(WORD.findall(self.server.texts.pop(0)))
        schema = wire.schema_of(body)
        return (json.dumps(wire.value_of(schema)),) if schema else PIECES

    def fail(self, name: str, headers: dict[str, str] | None = None) -> None:
        status, code, message = ERRORS[name]
        self.reply(status, wire.error(code, message), headers)

    def reply(self, status: int, payload: Payload, headers: dict[str, str] | None = None) -> None:
        self.send(status, json.dumps(payload).encode(), headers)

    def send(
        self, status: int, content: bytes, headers: dict[str, str] | None = None, promised: int | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {"content-type": "application/json", **self.limits, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(content) if promised is None else promised))
        self.end_headers()
        self.wfile.write(content)

    def whole(self, scenario: str, body: Payload) -> None:
        if scenario in {"hang", "hang_midway"}:
            self.wait()
        if self.recorded.left.is_set():
            return
        if self.path == "/v1/decisions":
            reply = fake_decisions.decision(body, scenario, self.server.likes)
        else:
            reply = script.whole(scenario, self.path == "/v1/responses", str(body["model"]), self.said(body))
        content = json.dumps(reply).encode()
        half = content[: len(content) // 2]
        if scenario == "truncated":
            self.close_connection = True
            self.send(200, half, promised=len(content))
        else:
            self.send(200, half if scenario == "bad_chunk" else content)

    def stream(self, scenario: str, body: Payload) -> None:
        events = script.stream(scenario, self.path == "/v1/responses", str(body["model"]), self.said(body))
        with suppress(ConnectionError):
            for number, data in enumerate(events):
                if data == WAIT or scenario == "slow":
                    self.wait(60 if data == WAIT else SLOW_PACE)
                if data == DROP or self.recorded.left.is_set():
                    self.close_connection = True
                    return
                if number == 0:
                    self.begin()
                self.write(data)
            self.wfile.write(b"0\r\n\r\n")
            return
        self.recorded.left.set()
        self.close_connection = True

    def begin(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream; charset=utf-8")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()

    def write(self, data: str | Payload) -> None:
        """Write one event as one chunk."""
        name = f"event: {data['type']}\n" if isinstance(data, dict) and "type" in data else ""
        text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
        event = f"{name}data: {text}\n\n".encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(event), event))
        self.recorded.sent += 1

    def wait(self, seconds: float = 60) -> None:
        """Send nothing for a while, and see at once when the other side leaves."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self.server.closing.is_set():
            readable, _, _ = select.select([self.connection], [], [], 0.02)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                self.recorded.left.set()
                self.close_connection = True
                return


@contextmanager
def served(fake: Fake) -> Iterator[Fake]:
    """Serve a fake for the length of a test."""
    with fake:
        thread = threading.Thread(target=fake.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield fake
        finally:
            fake.closing.set()
            fake.shutdown()
            thread.join()


def fake_openai(port: int = 0) -> AbstractContextManager[FakeOpenAI]:
    return served(FakeOpenAI(port))


if __name__ == "__main__":
    with fake_openai() as fake, suppress(KeyboardInterrupt):
        print(f"LLM_BASE_URL={fake.base_url}", flush=True)
        threading.Event().wait()
