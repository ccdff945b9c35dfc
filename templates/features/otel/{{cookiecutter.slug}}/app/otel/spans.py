"""Each step of the app as a span."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Final

from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer, use_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from app.observing import Event, Kind, Step
from app.otel import genai
from app.otel.genai import Value
from app.otel.records import described
from app.otel.settings import OtelSettings

METHODS: Final = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}  # others are anyone's invention
KINDS: Final[dict[Kind, SpanKind]] = {"request": SpanKind.SERVER, "model": SpanKind.CLIENT}
NAMES: Final = {
    "method": "http.request.method",
    "route": "http.route",
    "scheme": "url.scheme",
    "status": "http.response.status_code",
}
RETRIEVAL: Final = {"gen_ai.operation.name": "retrieval", "gen_ai.data_source.id": "documents"}


class Spans:
    """Makes spans; those of model calls are nobody's context, since a reply may be read in another than it began in."""

    def __init__(self, tracer: Tracer, settings: OtelSettings) -> None:
        self._tracer = tracer
        self._has_content = settings.wants_content
        self._goes_on = settings.otel_propagators == "tracecontext"

    @contextmanager
    def of(self, step: Step) -> Iterator[None]:
        span = self._begun(step)
        inside = nullcontext() if step.kind == "model" else current(span)
        try:
            with inside:
                yield
        except Exception as error:
            if step.kind == "request":  # nobody has told of it
                span.add_event("exception", described(error))
            raise
        finally:
            self._end(span, step)

    def _begun(self, step: Step) -> Span:
        return self._tracer.start_span(
            name(step), self._caller(step), KINDS.get(step.kind, SpanKind.INTERNAL), attributes(step)
        )

    def _caller(self, step: Step) -> Context | None:
        if self._goes_on and step.headers:
            return TraceContextTextMapPropagator().extract(dict(step.headers))
        return None

    def _end(self, span: Span, step: Step) -> None:
        if span.is_recording():
            span.update_name(name(step))
            span.set_attributes(attributes(step))
            if step.kind == "model" and self._has_content:
                span.set_attributes(genai.content(step))
            for event in step.events:
                span.add_event(event.name, told(event), event.time)
            if fault := fault_of(step):
                span.set_attribute("error.type", fault)
                span.set_status(Status(StatusCode.ERROR))
        span.end()


def current(span: Span) -> AbstractContextManager[Span]:
    """Make it what the steps inside it belong to; how it ends is written down elsewhere, without words."""
    return use_span(span, record_exception=False, set_status_on_exception=False)


def name(step: Step) -> str:
    """Return what a step is called, the same for all of its like."""
    facts = step.facts
    match step.kind:
        case "request":
            return f"{method(step)} {facts['route']}" if "route" in facts else method(step)
        case "model":
            return f"{facts['operation']} {facts['model']}"
        case "search":
            return "retrieval documents"
        case "file":
            return "ingest file"
        case "run":
            return "label file"
        case "reply":
            return "reply"


def method(step: Step) -> str:
    return said if (said := str(step.facts["method"])) in METHODS else "HTTP"


def attributes(step: Step) -> dict[str, Value]:
    """Return what is known of a step so far."""
    if step.kind == "model":
        return dict(genai.attribute(*fact) for fact in step.facts.items())
    if step.kind == "request":
        known = {**step.facts, "method": step.facts["method"] if method(step) != "HTTP" else "_OTHER"}
        return {NAMES.get(name, f"app.request.{name}"): fact for name, fact in known.items()}
    own: dict[str, Value] = {f"app.{step.kind}.{name}": fact for name, fact in step.facts.items()}
    return {**own, **RETRIEVAL} if step.kind == "search" else own


def told(event: Event) -> dict[str, Value]:
    return {"error.type" if name == "fault" else f"app.{event.name}.{name}": fact for name, fact in event.facts.items()}


def fault_of(step: Step) -> str:
    """Return the fault; of a request only one that is the server's."""
    status = int(step.facts.get("status", 0))
    return step.fault or (str(status) if status >= 500 else "")
