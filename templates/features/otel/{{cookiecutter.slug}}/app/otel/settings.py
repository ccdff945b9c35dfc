"""Where telemetry goes, by OpenTelemetry's own variables; all that start with OTEL_ may stand in .env, too."""

import os
from functools import cached_property
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from app.faults import OwnerFault
from app.settings import EnvSettings

Signal = Literal["traces", "metrics", "logs"]
SIGNALS: tuple[Signal, ...] = ("traces", "metrics", "logs")

Sampler = Literal[
    "always_on",
    "always_off",
    "traceidratio",
    "parentbased_always_on",
    "parentbased_always_off",
    "parentbased_traceidratio",
]


def as_address(text: str) -> str:
    """Take an address that can be reached over HTTP."""
    if text and (urlsplit(text).scheme not in {"http", "https"} or not urlsplit(text).hostname):
        raise ValueError("it must be an address that begins with http:// or https://")
    return text


def as_capture(text: str) -> str:
    """Take the older values of the variable, true and false, as well."""
    return {"TRUE": "SPAN_ONLY", "FALSE": "NO_CONTENT"}.get(text.upper(), text.upper())


class OtelSettings(EnvSettings):
    """What the app itself reads; the rest of the variables is read by OpenTelemetry's packages."""

    otel_exporter_otlp_endpoint: Annotated[str, AfterValidator(as_address)] = Field(
        "", description="address of the collector that takes OTLP over HTTP; without it nothing is sent"
    )
    otel_exporter_otlp_headers: SecretStr = Field(
        SecretStr(""), description="headers for the collector, such as authorization=Bearer%20KEY"
    )
    otel_exporter_otlp_protocol: Literal["http/protobuf"] = Field(
        "http/protobuf", description="the one protocol that the app speaks to a collector"
    )
    otel_service_name: str = Field("", description="name of the app in telemetry; the product's short name without it")
    otel_traces_sampler: Sampler = Field(
        "parentbased_always_on", description="which traces are kept; parentbased_traceidratio keeps a share"
    )
    otel_traces_sampler_arg: float = Field(1, ge=0, le=1, description="the share that is kept")
    otel_propagators: Literal["none", "tracecontext"] = Field(
        "none", description="tracecontext goes on with a caller's trace; only behind a gateway that sets traceparent"
    )
    otel_instrumentation_genai_capture_message_content: Annotated[
        Literal["NO_CONTENT", "SPAN_ONLY"], BeforeValidator(as_capture)
    ] = Field("NO_CONTENT", description="SPAN_ONLY records what models are asked and answer")

    def model_post_init(self, _: Any) -> None:
        """Hand what .env says to OpenTelemetry's packages, which read the environment alone."""
        file = EnvSettings.model_config["env_file"]
        said = dotenv_values(str(file), encoding="utf-8") if file else {}
        for name, value in said.items():
            if name.startswith("OTEL_") and value:
                os.environ.setdefault(name, value)

    @cached_property
    def signals(self) -> tuple[Signal, ...]:
        """Return what is sent: what has an address and is not switched off."""
        if os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true":
            return ()
        return tuple(signal for signal in SIGNALS if self.address(signal))

    def address(self, signal: Signal) -> str:
        """Return where a signal is sent, or nothing; raise OwnerFault for what is no address."""
        if os.environ.get(f"OTEL_{signal.upper()}_EXPORTER") == "none":
            return ""
        variable = f"OTEL_EXPORTER_OTLP_{signal.upper()}_ENDPOINT"
        try:
            own = as_address(os.environ.get(variable, ""))
        except ValueError as error:
            raise OwnerFault(f"The setting {variable} is wrong: {error}") from None
        shared = self.otel_exporter_otlp_endpoint.removesuffix("/")
        return own or (f"{shared}/v1/{signal}" if shared else "")

    @property
    def host(self) -> str:
        """Return the collector's name, without what else an address may hold."""
        return urlsplit(self.address(self.signals[0])).hostname or ""

    @property
    def wants_content(self) -> bool:
        return self.otel_instrumentation_genai_capture_message_content == "SPAN_ONLY"
