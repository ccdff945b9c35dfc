"""Sends what was collected; a collector that does not take it is told of once, until it does again."""

import logging
import threading
from typing import Any

from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace.export import SpanExportResult

PATIENCE = 5  # seconds, of whoever asks whether the collector is there

log = logging.getLogger("app")


class Delivery:
    """Whether the collector takes what it is sent, whichever signal it is."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._is_failing = False
        self._lock = threading.Lock()

    def note(self, is_taken: bool) -> None:
        with self._lock:
            has_changed, self._is_failing = is_taken == self._is_failing, not is_taken
        if has_changed and is_taken:
            log.warning("The collector at %s takes telemetry again.", self._host)
        elif has_changed:
            log.warning("The collector at %s does not take telemetry; the app goes on without it.", self._host)


class Noting:
    """An exporter that notes how each of its exports ended; the delivery is given to it once it is built."""

    delivery: Delivery

    def export(self, *arguments: Any, **options: Any) -> Any:
        result = super().export(*arguments, **options)  # type: ignore[misc]
        self.delivery.note(result.name == "SUCCESS")
        return result


class Spans(Noting, OTLPSpanExporter):
    """Sends traces."""


class Metrics(Noting, OTLPMetricExporter):
    """Sends metrics."""


class Logs(Noting, OTLPLogExporter):
    """Sends logs."""


def quiet() -> None:
    """Keep the packages' own log, a line for each try, out of the app's."""
    logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)


def is_taken(address: str) -> bool:
    """Send an empty envelope, which is the same for each signal, and tell whether it was taken."""
    quiet()
    return OTLPSpanExporter(address, timeout=PATIENCE).export([]) is SpanExportResult.SUCCESS
