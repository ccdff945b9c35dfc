"""Keeps reports below evals/, and finds the one to compare with."""

import re
from pathlib import Path

from pydantic import ValidationError

from app.evaluation.document import document
from app.evaluation.report import Report
from app.faults import OwnerFault


def save(report: Report, folder: Path) -> Path:
    """Write the report as JSON and as Markdown and return where the Markdown is."""
    answerer = re.sub(r"[^\w.-]+", "-", report.answerer)[:60].strip(".-")
    path = folder / "reports" / f"{report.begun:%Y-%m-%dT%H-%M-%S.%f}Z-{answerer}.md"
    write(path.with_name(f"{path.stem}.json"), report.model_dump_json(indent=1))
    write(path, document(report))
    return path


def write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OwnerFault(f"{path} cannot be written: {error.strerror}") from None


def baseline(named: str, folder: Path) -> Report | None:
    path = earlier(named, folder)
    return read(path) if path else None


def earlier(named: str, folder: Path) -> Path | None:
    """Find the report to compare with: a file, the `last` run, or by default evals/baseline.json where there is one."""
    if named == "last":
        found = sorted((folder / "reports").glob("*.json"))
        if not found:
            raise OwnerFault("There is no earlier run in evals/reports/ to compare with")
        return found[-1]
    if named and named != "save":
        return Path(named)
    saved = folder / "baseline.json"
    return saved if saved.exists() else None


def read(path: Path) -> Report:
    try:
        return Report.model_validate_json(path.read_bytes())
    except OSError as error:
        raise OwnerFault(f"{path} cannot be read: {error.strerror}") from None
    except ValidationError:
        raise OwnerFault(f"{path} is not a report of this app; run it with --baseline save to make one") from None
