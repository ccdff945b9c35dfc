"""Traces, metrics and logs of what the app does, in OpenTelemetry's terms, for a collector of the owner's."""
