"""OpenTelemetry watches where an endpoint is set; without one not even its packages are loaded."""

from app.observing import Observer
from app.otel.settings import OtelSettings


def observer() -> Observer | None:
    settings = OtelSettings()
    if not settings.signals:
        return None
    from app.otel.telemetry import Telemetry

    return Telemetry(settings)
