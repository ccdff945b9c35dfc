"""The app's log, sent with the trace that a line belongs to; what is written to the console stays as it is."""

import logging
import traceback

from opentelemetry._logs import Logger, SeverityNumber

LEVELS = {
    logging.DEBUG: SeverityNumber.DEBUG,
    logging.INFO: SeverityNumber.INFO,
    logging.WARNING: SeverityNumber.WARN,
    logging.ERROR: SeverityNumber.ERROR,
    logging.CRITICAL: SeverityNumber.FATAL,
}


class Records(logging.Handler):
    """Sends lines; of an error its kind and its place, for its text may quote what a person wrote."""

    def __init__(self, logger: Logger) -> None:
        super().__init__(logging.INFO)
        self._logger = logger

    def emit(self, record: logging.LogRecord) -> None:
        severity = LEVELS.get(record.levelno, SeverityNumber.UNSPECIFIED)
        self._logger.emit(
            timestamp=int(record.created * 1e9),
            severity_number=severity,
            severity_text=severity.name,
            body=said(record),
            attributes=thrown(record),
        )


def said(record: logging.LogRecord) -> str:
    """Return the line, with the kind of each error that it names."""
    given = record.args if isinstance(record.args, tuple) else ()
    kinds = tuple(type(each).__name__ if isinstance(each, BaseException) else each for each in given)
    return record.msg % kinds if kinds else str(record.msg)


def thrown(record: logging.LogRecord) -> dict[str, str]:
    """Return the kind of the error that a line was written for, and where it came from."""
    error = record.exc_info[1] if record.exc_info else None
    return described(error) if error else {}


def described(error: BaseException) -> dict[str, str]:
    """Return what may be told of an error: the code that it came through, and not what it says."""
    place = "".join(traceback.format_tb(error.__traceback__))
    return {"exception.type": type(error).__name__, "exception.stacktrace": place}
