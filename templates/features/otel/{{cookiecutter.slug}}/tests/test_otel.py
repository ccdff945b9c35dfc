"""What a collector is told, over OTLP, by the app's own command: nothing that people wrote unless that is wanted."""

import importlib.util
import json
import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span as Kinds
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

from app.observing import Fact, Step
from app.otel.instruments import Instruments
from app.otel.records import said, thrown
from app.otel.spans import attributes, name
from tests.collector import Collector, Span, read
from tests.conftest import KEY
from tests.fake_model import fake_model
from tests.fake_openai import FakeOpenAI
from tests.fake_wire import CACHED_TOKENS, INPUT_TOKENS, OUTPUT_TOKENS
from tests.watched_app import Served, ask, copied, serving

Write = Callable[..., Path]

FITTING = "How much is a service with gears, brakes, tyres and a test ride at the end?"
QUESTION = f"{FITTING} asked-secret"
ANSWER = "It is answered-secret."
PERSONAL = "lan@example.com"
LABEL = '{"label": "prices"}'
HEADERS = "authorization=Bearer%20otel-secret"
HAS_MASK = bool(importlib.util.find_spec("app.masking"))
HAS_DOCUMENTS = bool(importlib.util.find_spec("app.documents"))
HAS_REPLIES = bool(importlib.util.find_spec("app.conversation"))


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenAI]:
    with fake_model(monkeypatch, LLM_API_KEY=KEY, LLM_API="chat") as server:
        server.says = lambda body: LABEL if "response_format" in body else ANSWER
        yield server


@pytest.fixture
def write(collector: Collector, write_project: Write) -> Callable[..., Path]:
    """Write a folder with the app, whose .env names the collector."""

    def write(**settings: str) -> Path:
        return copied(write_project(), **{"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, **settings})

    return write


def above(span: Span, spans: list[Span]) -> list[str]:
    """Return the names of the spans that a span belongs to, the nearest first."""
    by_id = {each.id: each for each in spans}
    names = []
    while span.parent:
        span = by_id[span.parent]
        names.append(span.name)
    return names


def talked(served: Served, fake: FakeOpenAI) -> list[str]:
    """Have everything happen that must not be told, and return what nobody may find at a collector."""
    answer = ask(served.client, QUESTION)
    assert "answered-secret" in answer or "prices" in answer
    served.client.get("/nowhere/path-secret?q=query-secret", headers={"user-agent": "agent-secret"})
    served.client.post("/api/enter", json={"code": "code-secret"})
    fake.scenario = "429"
    ask(served.client, QUESTION)
    tickets = [cookie.value or "" for cookie in served.client.cookies.jar]
    assert tickets
    return [*tickets, *(ticket.split(".")[0] for ticket in tickets), KEY, "-secret", "60 euros", "faq.md"]


def test_one_trace_leads_from_a_request_to_the_model_and_tells_nothing_that_was_written(
    collector: Collector, fake: FakeOpenAI, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLM_RETRY_WAIT", "0.01")
    project = write(
        OTEL_EXPORTER_OTLP_HEADERS=HEADERS, OTEL_SERVICE_NAME="spoke", OTEL_EXPORTER_OTLP_COMPRESSION="gzip"
    )
    with serving(project) as served:
        secrets = talked(served, fake)
        assert served.stop() < 10  # and what was not sent yet is sent by then
    assert served.said.count("plain at custom: rate_limit") == 3  # the console has what it always had
    assert [secret for secret in secrets if secret in collector.text] == []
    assert {headers["authorization"] for _, headers, _ in collector.came} == {"Bearer otel-secret"}
    assert not [request for request in fake.requests if "traceparent" in request.headers]
    assert {(each["service.name"], bool(each["service.instance.id"])) for each in collector.resources} == {
        ("spoke", True)
    }

    spans = collector.spans
    asked = [span for span in spans if span.name == "chat plain"]
    answered, refused = asked[0], asked[-1]
    lead = ["reply", "POST /api/conversations/{conversation}/messages"] if HAS_REPLIES else ["POST /api/classify"]
    assert above(answered, spans) == lead
    check_call(answered)
    assert (refused.is_error, refused.attributes["error.type"]) == (True, "rate_limit")
    assert [(event, facts["error.type"]) for event, facts in refused.events] == [("retry", "rate_limit")] * 2
    assert {"GET": 404, "POST /api/enter": 401}.items() <= {
        span.name: span.attributes.get("http.response.status_code") for span in spans
    }.items()
    check_metrics(collector)
    check_logs(collector, refused)
    if HAS_DOCUMENTS:
        check_documents(collector, answered)


def check_call(span: Span) -> None:
    told = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "custom",
        "gen_ai.request.model": "plain",
        "gen_ai.response.model": "plain",
        "gen_ai.response.finish_reasons": ["stop"],
        "gen_ai.usage.input_tokens": INPUT_TOKENS,
        "gen_ai.usage.output_tokens": OUTPUT_TOKENS,
        "gen_ai.usage.cache_read.input_tokens": CACHED_TOKENS,
        "server.address": "127.0.0.1",
        "app.model.cost_usd": 0.0,
    }
    assert {key: span.attributes.get(key) for key in told} == told
    assert (span.kind, span.is_error) == (Kinds.SPAN_KIND_CLIENT, False)
    if HAS_REPLIES:
        assert 0 < span.attributes["gen_ai.response.time_to_first_chunk"] < 30


def check_metrics(collector: Collector) -> None:
    metrics = collector.metrics
    sums = {kind(point): point.sum for point in metrics["gen_ai.client.token.usage"]}
    assert sums["input"] >= INPUT_TOKENS
    assert sums["output"] >= OUTPUT_TOKENS
    assert sum(point.count for point in metrics["gen_ai.client.operation.duration"]) >= 2
    assert "app.model.cost" in metrics
    assert {"http.server.request.duration", "http.server.active_requests"} <= {*metrics}
    if HAS_REPLIES:
        assert [point.as_int for point in metrics["app.replies.running"]] == [0]
        assert metrics["gen_ai.client.operation.time_to_first_chunk"][0].count >= 1


def kind(point: Any) -> str:
    return str(read(point.attributes)["gen_ai.token.type"])


def check_logs(collector: Collector, refused: Span) -> None:
    lines = [record for record in collector.logs if "rate_limit" in record.body.string_value]
    assert lines
    assert {record.trace_id.hex() for record in lines} == {refused.trace}
    assert {record.severity_text for record in lines} == {"WARN"}


def check_documents(collector: Collector, answered: Span) -> None:
    found, read = collector.named("ingest file"), [s for s in collector.spans if s.name == "retrieval documents"]
    assert found.attributes["app.file.format"] == "markdown"
    assert read[0].trace == answered.trace
    assert read[0].attributes["app.search.found"] > 0
    assert read[0].attributes["gen_ai.operation.name"] == "retrieval"


def test_what_was_asked_and_answered_is_told_where_that_is_wanted(
    collector: Collector, fake: FakeOpenAI, write: Write
) -> None:
    project = write(OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT="true", OTEL_METRICS_EXPORTER="none")
    with serving(project) as served, serving(project) as other:  # two processes, each with a name of its own
        ask(served.client, f"{FITTING} {PERSONAL}")
        other.client.get("/")
        served.stop()
        other.stop()
    (span, *_) = [span for span in collector.spans if span.name == "chat plain"]
    told = {key: json.loads(span.attributes[f"gen_ai.{key}.messages"]) for key in ("input", "output")}
    asked = next(said for said in told["input"] if said["role"] == "user")["parts"][0]["content"]
    assert (FITTING in asked, PERSONAL in collector.text) == (True, not HAS_MASK)  # as it was sent to the model
    assert told["output"][0]["parts"][0]["content"] in {ANSWER, LABEL}
    assert (told["output"][0]["role"], told["output"][0]["finish_reason"]) == ("assistant", "stop")
    assert KEY not in collector.text
    assert len({each["service.instance.id"] for each in collector.resources}) == 2
    assert collector.metrics == {}


@pytest.mark.parametrize("fault", ["refuses", "hangs", "is down"])
def test_a_collector_that_fails_costs_one_sentence_and_no_reply(
    collector: Collector, fake: FakeOpenAI, write: Write, fault: str
) -> None:
    often = {"OTEL_BSP_SCHEDULE_DELAY": "20", "OTEL_METRIC_EXPORT_INTERVAL": "20", "OTEL_BLRP_SCHEDULE_DELAY": "20"}
    settings = {"OTEL_EXPORTER_OTLP_TIMEOUT": "0.5", **often}
    if fault == "is down":
        settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9"
    collector.status, collector.latency = 500, 30.0 if fault == "hangs" else 0.0
    with serving(write(**settings)) as served:
        begun = time.monotonic()
        for _ in range(3):
            assert "secret" in (answer := ask(served.client, QUESTION)) or "prices" in answer
        assert time.monotonic() - begun < 15
        time.sleep(1)
        assert served.stop() < 10
    sentences = [line for line in served.said.splitlines() if "elemetry" in line or "ollector" in line]
    assert sentences == ["The collector at 127.0.0.1 does not take telemetry; the app goes on without it."]
    assert "Traceback" not in served.said


def test_a_line_of_the_log_tells_of_an_error_by_its_kind_and_place_alone() -> None:
    try:
        raise ValueError("thrown-secret")
    except ValueError as error:
        record = logging.LogRecord(
            "app", 40, __file__, 1, "%s: %s", ("a file", error), (ValueError, error, error.__traceback__)
        )
    facts = thrown(record)
    assert (said(record), facts["exception.type"]) == ("a file: ValueError", "ValueError")
    assert Path(__file__).name in facts["exception.stacktrace"]
    assert "thrown-secret" not in str(facts).replace('raise ValueError("thrown-secret")', "")


def test_what_a_cap_refused_is_counted_and_what_a_batch_cost_is_added() -> None:
    reader = InMemoryMetricReader()
    instruments = Instruments(MeterProvider([reader]).get_meter("app"))
    call: dict[str, Fact] = {"operation": "chat", "provider": "azure", "model": "plain", "host": "h", "port": 443}
    instruments.ended(Step("model", call, fault="cap_app"), 0.1)
    instruments.ended(Step("model", {**call, "cost_usd": 0.25, "estimated": True}), 0.1)
    instruments.ended(Step("run", {"road": "batch", "cost_usd": 0.5}), 0.1)
    found = json.loads(reader.get_metrics_data().to_json())["resource_metrics"][0]["scope_metrics"][0]["metrics"]  # type: ignore[union-attr]
    points = {metric["name"]: metric["data"]["data_points"] for metric in found}
    assert [(point["attributes"], point["value"]) for point in points["app.cap.refusals"]] == [
        ({"app.cap": "cap_app"}, 1)
    ]
    assert sum(point["value"] for point in points["app.model.cost"]) == 0.75
    (duration,) = points["gen_ai.client.operation.duration"]
    assert (duration["count"], duration["attributes"]["gen_ai.provider.name"]) == (1, "azure.ai.openai")
    assert "gen_ai.client.token.usage" not in points  # which nobody counted


def test_a_method_that_somebody_made_up_is_no_name() -> None:
    step = Step("request", {"method": "ANYTHING", "scheme": "http"})
    assert (name(step), attributes(step)["http.request.method"]) == ("HTTP", "_OTHER")
