"""What `app tune` measured on the product's own questions: the way of searching that serves them, and from how close on
a passage is taken to answer."""

import json
from pathlib import Path
from typing import Any

from app.documents.passages import Way

DEFAULT: Way = "both"  # what does best on public sets in both languages


def file(project: Path) -> Path:
    return project / "data" / "search.json"


def way(project: Path) -> Way:
    """Return the measured way, or the default where nobody measured."""
    said = kept(project).get("way")
    return said if said in {"words", "meaning", "both"} else DEFAULT


def thresholds(project: Path) -> dict[str, float]:
    """Return the measured thresholds, each by the scale that it is one of: a model of vectors, or words."""
    said = kept(project).get("thresholds")
    found = said if isinstance(said, dict) else {}
    return {scale: float(value) for scale, value in found.items() if isinstance(value, int | float)}


def kept(project: Path) -> dict[str, Any]:
    """Read the file; nothing where there is none, or one that no app wrote."""
    try:
        said = json.loads(file(project).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def keep(project: Path, **measured: object) -> None:
    """Enter what was measured beside what was before; the app reads it at its next question."""
    file(project).write_text(json.dumps({**kept(project), **measured}) + "\n", encoding="utf-8")
