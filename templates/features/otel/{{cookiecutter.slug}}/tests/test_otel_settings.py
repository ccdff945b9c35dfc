"""Where telemetry goes: nowhere unless an address is set; what is wrong is one sentence; `app doctor` says which."""

import pytest

from app.checks.otel import check
from app.faults import OwnerFault
from app.observers.otel import observer
from app.otel.settings import OtelSettings
from app.otel.telemetry import service_name
from tests.collector import Collector

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"


def test_without_an_address_nothing_is_sent_and_doctor_says_so(collector: Collector) -> None:
    assert observer() is None
    assert check("en").status == check("vi").status == "not_asked"
    assert ENDPOINT in check("en").hint


def test_doctor_says_where_it_goes_and_whether_it_is_taken(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENDPOINT, collector.url)
    row = check("en")
    assert (row.status, "127.0.0.1 takes traces, metrics, logs" in row.message) == ("ok", True)
    monkeypatch.setenv("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "SPAN_ONLY")
    assert "with what models are asked" in check("en").message
    collector.status = 401
    assert check("en").status == "fault"
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", "none")
    collector.status = 200
    assert check("en").status == "ok"
    assert [path for path, _, _ in collector.came] == ["/v1/traces", "/v1/traces", "/v1/metrics"]


@pytest.mark.parametrize(
    ("name", "value", "signals"),
    [
        ("OTEL_SDK_DISABLED", "true", ()),
        ("OTEL_TRACES_EXPORTER", "none", ("metrics", "logs")),
        ("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "https://logs.example/in", ("traces", "metrics", "logs")),
    ],
)
def test_a_signal_may_be_switched_off(
    collector: Collector, monkeypatch: pytest.MonkeyPatch, name: str, value: str, signals: tuple[str, ...]
) -> None:
    monkeypatch.setenv(ENDPOINT, "https://collector.example")
    monkeypatch.setenv(name, value)
    assert OtelSettings().signals == signals


@pytest.mark.parametrize(
    "setting",
    [
        f"{ENDPOINT}=localhost:4317",
        "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT=ftp://logs.example",
        "OTEL_EXPORTER_OTLP_PROTOCOL=grpc",
        "OTEL_TRACES_SAMPLER=sometimes",
        "OTEL_TRACES_SAMPLER_ARG=2",
        "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=EVENT_ONLY",
    ],
)
def test_a_wrong_setting_is_one_sentence(collector: Collector, monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    name, _, value = setting.partition("=")
    monkeypatch.setenv(name, value)
    with pytest.raises(OwnerFault, match=name):
        observer()


def test_the_app_is_called_what_the_owner_calls_it(collector: Collector, monkeypatch: pytest.MonkeyPatch) -> None:
    assert service_name()
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test, service.name=shop")
    assert service_name() == "shop"
