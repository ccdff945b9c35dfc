"""What is counted and measured of the app's steps."""

from typing import Final

from opentelemetry.metrics import Histogram, Meter

from app.observing import Step
from app.otel import genai, spans

# As the conventions advise.
SECONDS: Final = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)
FIRST: Final = (0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
TOKENS: Final = tuple(4**power for power in range(14))
REQUESTS: Final = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
BY_ROUTE: Final = ("http.request.method", "http.route", "http.response.status_code", "url.scheme")
AT_BIRTH: Final = ("http.request.method", "url.scheme")


class Instruments:
    """The conventions' metrics for requests and model calls, and the app's own."""

    def __init__(self, meter: Meter) -> None:
        def seconds(name: str, bounds: tuple[float, ...]) -> Histogram:
            return meter.create_histogram(name, "s", explicit_bucket_boundaries_advisory=bounds)

        self._requests = seconds("http.server.request.duration", REQUESTS)
        self._running_requests = meter.create_up_down_counter("http.server.active_requests", "{request}")
        self._calls = seconds("gen_ai.client.operation.duration", SECONDS)
        self._first = seconds("gen_ai.client.operation.time_to_first_chunk", FIRST)
        self._tokens = meter.create_histogram(
            "gen_ai.client.token.usage", "{token}", explicit_bucket_boundaries_advisory=TOKENS
        )
        self._cost = meter.create_counter("app.model.cost", "USD", "What calls to models cost")
        self._refusals = meter.create_counter("app.cap.refusals", "{call}", "Calls that a cap on spending refused")
        self._replies = meter.create_up_down_counter("app.replies.running", "{reply}", "Replies that are being written")

    def begun(self, step: Step) -> None:
        self._running(step, 1)

    def ended(self, step: Step, seconds: float) -> None:
        self._running(step, -1)
        if step.kind == "request":
            self._requests.record(seconds, {**part(step, BY_ROUTE), **failed(step)})
        elif step.kind == "model":
            self._called(step, seconds)
        elif step.facts.get("road") == "batch":  # whose calls are not made by the app
            self._cost.add(float(step.facts.get("cost_usd", 0)), {"app.run.road": "batch"})

    def _running(self, step: Step, change: int) -> None:
        if step.kind == "request":
            self._running_requests.add(change, part(step, AT_BIRTH))
        elif step.kind == "reply":
            self._replies.add(change)

    def _called(self, step: Step, seconds: float) -> None:
        facts, whose = step.facts, genai.dimensions(step)
        if step.fault.startswith("cap_"):
            self._refusals.add(1, {"app.cap": step.fault})
            return
        self._calls.record(seconds, {**whose, **failed(step)})
        self._cost.add(float(facts.get("cost_usd", 0)), whose)
        if facts.get("stream") and "first_token_seconds" in facts:
            self._first.record(float(facts["first_token_seconds"]), whose)
        if facts.get("estimated") is False:  # what the service did not count is not reported
            for kind in ("input", "output"):
                self._tokens.record(int(facts[f"{kind}_tokens"]), {**whose, "gen_ai.token.type": kind})


def part(step: Step, names: tuple[str, ...]) -> dict[str, genai.Value]:
    """Return some of a step's attributes."""
    known = spans.attributes(step)
    return {name: known[name] for name in names if name in known}


def failed(step: Step) -> dict[str, str]:
    return {"error.type": fault} if (fault := spans.fault_of(step)) else {}
