"""A row of `app doctor`: where telemetry goes, and whether it is taken there."""

from typing import Final

from app.llm.checks import Check
from app.otel.settings import OtelSettings
from app.words import in_language

NAME = "OpenTelemetry"

SENTENCES: Final = {
    "en": {
        "off": ("Nothing is sent to a collector.", "Set OTEL_EXPORTER_OTLP_ENDPOINT in .env if you have one."),
        "taken": ("{host} takes {signals}; nothing that is asked or answered is among it.", ""),
        "content": ("{host} takes {signals}, with what models are asked and answer.", ""),
        "refused": (
            "The collector at {host} does not take what is sent; the app goes on without it.",
            "Check OTEL_EXPORTER_OTLP_ENDPOINT and OTEL_EXPORTER_OTLP_HEADERS.",
        ),
    },
    "vi": {
        "off": (
            "Không có gì được gửi tới bộ thu thập.",
            "Nếu bạn có bộ thu thập, hãy đặt OTEL_EXPORTER_OTLP_ENDPOINT trong .env.",
        ),
        "taken": ("{host} nhận {signals}; không kèm nội dung hỏi đáp nào.", ""),
        "content": ("{host} nhận {signals}, kèm cả nội dung hỏi đáp với mô hình.", ""),
        "refused": (
            "Bộ thu thập tại {host} không nhận dữ liệu gửi tới; ứng dụng vẫn chạy bình thường.",
            "Hãy kiểm tra OTEL_EXPORTER_OTLP_ENDPOINT và OTEL_EXPORTER_OTLP_HEADERS.",
        ),
    },
}
SIGNALS: Final = {
    "en": {"traces": "traces", "metrics": "metrics", "logs": "logs"},
    "vi": {"traces": "vết (trace)", "metrics": "số đo", "logs": "nhật ký"},
}


def check(language: str) -> Check:
    """Send nothing but an empty envelope."""
    words, settings = in_language(SENTENCES, language), OtelSettings()
    if not settings.signals:
        return Check(NAME, "not_asked", *words["off"])
    from app.otel.exporters import is_taken

    is_there = is_taken(settings.address(settings.signals[0]))
    row = "refused" if not is_there else "content" if settings.wants_content else "taken"
    message, hint = words[row]
    signals = ", ".join(in_language(SIGNALS, language)[signal] for signal in settings.signals)
    return Check(NAME, "fault" if row == "refused" else "ok", message.format(host=settings.host, signals=signals), hint)
