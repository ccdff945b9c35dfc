"""Keeps evaluations below evals/reports/, and finds the newest."""

import re
from pathlib import Path

from pydantic import ValidationError

from app.evaluation.files import earlier
from app.faults import OwnerFault
from app.quality.rows import Run


def save(run: Run, folder: Path) -> Path:
    """Write the run as JSON and return where it is."""
    name = re.sub(r"[^\w.-]+", "-", f"{run.way}-{run.answerer}")[:60].strip(".-")
    path = folder / "reports" / f"{run.begun:%Y-%m-%dT%H-%M-%S.%f}Z-{name}.json"
    write(path, run.model_dump_json(indent=1))
    return path


def write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OwnerFault(f"{path} cannot be written: {error.strerror}") from None


def newest(folder: Path) -> Run | None:
    """Return the last run, if there is one."""
    found = sorted((folder / "reports").glob("*.json"))
    return read(found[-1]) if found else None


def baseline(named: str, folder: Path) -> Run | None:
    path = earlier(named, folder)
    return read(path) if path else None


def read(path: Path) -> Run:
    try:
        return Run.model_validate_json(path.read_bytes())
    except OSError as error:
        raise OwnerFault(f"{path} cannot be read: {error.strerror}") from None
    except ValidationError:
        raise OwnerFault(f"{path} is not an evaluation of this app; `app eval` makes one") from None
