"""Makes spans and metrics of what the app does, and sends them with its log."""

import atexit
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from app import product
from app.observing import Step
from app.otel import exporters
from app.otel.instruments import Instruments
from app.otel.records import Records
from app.otel.settings import OtelSettings
from app.otel.spans import Spans

SCOPE = "app"
LAST = 3.0  # seconds that the end of a process may wait for what was not sent yet


class Telemetry:
    """The observer. None of its providers is made the process's own: what packages tell of themselves is not sent.

    FastAPI, for one, would tell of paths and queries.
    """

    def __init__(self, settings: OtelSettings) -> None:
        """Start the threads that send; none of the app's own ever waits for them."""
        exporters.quiet()
        self._delivery = exporters.Delivery(settings.host)
        self._is_closed = threading.Lock()
        self._ends: list[Callable[[], None]] = []
        os.environ["OTEL_SERVICE_NAME"] = settings.otel_service_name or service_name()
        resource = Resource.create()
        self._spans = Spans(self._tracers(resource, settings).get_tracer(SCOPE), settings)
        self._instruments = Instruments(self._meters(resource, settings).get_meter(SCOPE))
        if "logs" in settings.signals:
            self._logs(resource)
        atexit.register(self.close)

    @contextmanager
    def watch(self, step: Step) -> Iterator[None]:
        begun = time.monotonic()
        self._instruments.begun(step)
        try:
            with self._spans.of(step):
                yield
        finally:
            self._instruments.ended(step, time.monotonic() - begun)

    def close(self) -> None:
        """Send what is left, each signal by itself, and wait no longer than is bearable."""
        if not self._is_closed.acquire(blocking=False):
            return
        threads = [threading.Thread(target=end, daemon=True) for end in self._ends]
        deadline = time.monotonic() + LAST
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _tracers(self, resource: Resource, settings: OtelSettings) -> TracerProvider:
        provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        if "traces" in settings.signals:
            exporter = exporters.Spans()
            exporter.delivery = self._delivery
            provider.add_span_processor(BatchSpanProcessor(exporter))
        self._ends.append(provider.shutdown)
        return provider

    def _meters(self, resource: Resource, settings: OtelSettings) -> MeterProvider:
        readers = []
        if "metrics" in settings.signals:
            exporter = exporters.Metrics()
            exporter.delivery = self._delivery
            readers.append(PeriodicExportingMetricReader(exporter))
        provider = MeterProvider(readers, resource=resource, shutdown_on_exit=False)
        self._ends.append(provider.shutdown)
        return provider

    def _logs(self, resource: Resource) -> None:
        exporter = exporters.Logs()
        exporter.delivery = self._delivery
        provider = LoggerProvider(resource=resource, shutdown_on_exit=False)
        provider.add_log_record_processor(BatchLogRecordProcessor(exporter))
        log = logging.getLogger("app")
        if not log.hasHandlers() and logging.lastResort:  # which writes to the console only where there is no other
            log.addHandler(logging.lastResort)
        log.addHandler(Records(provider.get_logger(SCOPE)))
        self._ends.append(provider.shutdown)


def service_name() -> str:
    """Return the name under which the product is known: what the environment says, or its own."""
    said = dict(part.strip().partition("=")[::2] for part in os.environ.get("OTEL_RESOURCE_ATTRIBUTES", "").split(","))
    about = product.load().product
    return said.get("service.name") or about.slug or about.name
