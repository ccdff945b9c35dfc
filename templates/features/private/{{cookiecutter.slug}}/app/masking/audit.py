"""The audit log: a line for each call, one file a day, written before the call is made and never changed."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from app.faults import OwnerFault
from app.masking.kinds import MARK, kind_of
from app.masking.settings import AuditSettings
from app.settings import PROJECT

if TYPE_CHECKING:
    from app.llm.endpoints import Endpoint

MODE = 0o600


def record(purpose: str, endpoint: "Endpoint", texts: Sequence[str]) -> None:
    """Write down a call that is about to be made; raise OwnerFault where that cannot be done."""
    settings, now = AuditSettings(), datetime.now(UTC)
    row = {
        "time": now.isoformat(timespec="milliseconds"),
        "model": endpoint.model,
        "endpoint": place(endpoint.base_url),
        "purpose": purpose,
        "masked": counts(texts),
        **({"texts": list(texts)} if settings.audit_text == "masked" else {"sha256": digest(texts)}),
    }
    append(settings, now.date(), json.dumps(row, ensure_ascii=False))


def append(settings: AuditSettings, day: date, line: str) -> None:
    """Add a line in one write, so that processes do not mix theirs; a new day's first line ends the oldest day."""
    file = folder(settings) / f"{day}.jsonl"
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_new = not file.exists()
        handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, MODE)
        try:
            os.write(handle, line.encode("utf-8", "replace") + b"\n")
        finally:
            os.close(handle)
    except OSError as error:
        raise OwnerFault(f"The audit log {file} cannot be written: {error.strerror}; see to AUDIT_FOLDER") from None
    if is_new:
        forget_before(settings, day)


def forget_before(settings: AuditSettings, today: date) -> None:
    """Delete the files of days that are no longer kept."""
    for day, file in days(settings):
        if day <= today - timedelta(days=settings.audit_days):
            with suppress(OSError):  # another process was faster
                file.unlink()


def rows(since: date | None = None, until: date | None = None) -> Iterator[dict[str, Any]]:
    """Yield the lines of these days, the oldest first; what is no line of ours is passed over."""
    for day, file in days(AuditSettings()):
        if (since or day) <= day <= (until or day):
            with file.open(encoding="utf-8") as lines:
                yield from filter(None, map(row_of, lines))


def row_of(line: str) -> dict[str, Any] | None:
    """Read a line; one that a full disk cut is none."""
    with suppress(ValueError):
        row = json.loads(line)
        if isinstance(row, dict) and "time" in row:
            return row
    return None


def days(settings: AuditSettings) -> list[tuple[date, Path]]:
    """Return the days of which there is a file, the oldest first."""
    found = []
    for file in folder(settings).glob("*.jsonl"):
        with suppress(ValueError):
            found.append((date.fromisoformat(file.stem), file))
    return sorted(found)


def folder(settings: AuditSettings) -> Path:
    return PROJECT / settings.audit_folder


def counts(texts: Sequence[str]) -> dict[str, int]:
    """Count what was masked, each mark once; that somebody typed a mark is nothing of anyone's."""
    marks = {mark[0].partition(".")[0].rstrip("]") for text in texts for mark in MARK.finditer(text)}
    found = Counter(kind_of(mark) for mark in marks)
    return {kind: found[kind] for kind in sorted(found) if kind != "MARK"}


def digest(texts: Sequence[str]) -> str:
    """Return the SHA-256 of the texts as a JSON list, by which whoever has them can show that they are these."""
    return hashlib.sha256(json.dumps(list(texts), ensure_ascii=False).encode("utf-8", "replace")).hexdigest()


def place(base_url: str) -> str:
    """Return an endpoint's address without what may be secret in it."""
    parts = urlsplit(base_url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
