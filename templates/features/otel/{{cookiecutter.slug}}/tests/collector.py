"""A collector: a real HTTP server that takes OTLP as protobuf and keeps what it was sent; it can be made to fail."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

KINDS: dict[str, Callable[[], Any]] = {
    "/v1/traces": ExportTraceServiceRequest,
    "/v1/metrics": ExportMetricsServiceRequest,
    "/v1/logs": ExportLogsServiceRequest,
}


def read(attributes: Any) -> dict[str, Any]:
    """Turn attributes into a mapping; a list becomes a list."""

    def value(said: Any) -> Any:
        kind = said.WhichOneof("value")
        return [value(each) for each in said.array_value.values] if kind == "array_value" else getattr(said, kind)

    return {each.key: value(each.value) for each in attributes}


@dataclass
class Span:
    """A span as it came."""

    name: str
    trace: str
    id: str
    parent: str
    kind: int
    is_error: bool
    attributes: dict[str, Any]
    events: list[tuple[str, dict[str, Any]]]


class Collector(ThreadingHTTPServer):
    """Keeps envelopes; `status` is what it answers, after `latency` seconds."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status, self.latency = 200, 0.0
        self.came: list[tuple[str, dict[str, str], Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def envelopes(self, path: str) -> Iterator[Any]:
        return (envelope for came, _, envelope in list(self.came) if came == path)

    @property
    def spans(self) -> list[Span]:
        return [
            Span(
                each.name,
                each.trace_id.hex(),
                each.span_id.hex(),
                each.parent_span_id.hex(),
                each.kind,
                each.status.code == each.status.STATUS_CODE_ERROR,
                read(each.attributes),
                [(event.name, read(event.attributes)) for event in each.events],
            )
            for envelope in self.envelopes("/v1/traces")
            for resource in envelope.resource_spans
            for scope in resource.scope_spans
            for each in scope.spans
        ]

    def named(self, name: str) -> Span:
        """Return the one span of this name."""
        (span,) = [span for span in self.spans if span.name == name]
        return span

    @property
    def metrics(self) -> dict[str, list[Any]]:
        """Return the last data points of each metric."""
        return {
            metric.name: list(getattr(metric, metric.WhichOneof("data")).data_points)
            for envelope in self.envelopes("/v1/metrics")
            for resource in envelope.resource_metrics
            for scope in resource.scope_metrics
            for metric in scope.metrics
        }

    @property
    def logs(self) -> list[Any]:
        return [
            record
            for envelope in self.envelopes("/v1/logs")
            for resource in envelope.resource_logs
            for scope in resource.scope_logs
            for record in scope.log_records
        ]

    @property
    def resources(self) -> list[dict[str, Any]]:
        """Return what each batch of spans says of where it comes from."""
        found = [each for envelope in self.envelopes("/v1/traces") for each in envelope.resource_spans]
        return [read(each.resource.attributes) for each in found]

    @property
    def text(self) -> str:
        """Return all that came but for headers, to be searched."""
        return "\n".join(f"{path} {envelope}" for path, _, envelope in list(self.came))


class Handler(BaseHTTPRequestHandler):
    """Takes envelopes."""

    server: Collector

    def log_message(self, *_: Any) -> None:
        """Keep the tests' output to the tests."""

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["content-length"]))
        time.sleep(self.server.latency)
        if self.server.status == 200:
            envelope = KINDS[self.path]()
            envelope.ParseFromString(gzip.decompress(sent) if self.headers["content-encoding"] == "gzip" else sent)
            self.server.came.append((self.path, {k.lower(): v for k, v in self.headers.items()}, envelope))
        self.send_response(self.server.status)
        self.send_header("content-length", "0")
        self.end_headers()


@contextmanager
def collecting() -> Iterator[Collector]:
    """Serve a collector for the length of a test."""
    with Collector() as collector:
        thread = threading.Thread(target=collector.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield collector
        finally:
            collector.shutdown()
            thread.join()
