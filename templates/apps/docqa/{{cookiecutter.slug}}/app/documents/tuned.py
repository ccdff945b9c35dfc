"""What `app tune` measured on the product's own questions: which way of searching serves them."""

import json
from pathlib import Path

from app.documents.passages import Way

DEFAULT: Way = "both"  # what does best on public sets in both languages


def file(project: Path) -> Path:
    return project / "data" / "search.json"


def way(project: Path) -> Way:
    """Return the measured way, or the default where nobody measured."""
    try:
        said = json.loads(file(project).read_text(encoding="utf-8"))["way"]
    except (OSError, ValueError, KeyError, TypeError):
        return DEFAULT
    return said if said in {"words", "meaning", "both"} else DEFAULT
