"""The files that a visitor added, which they may have forgotten; what everyone reads stays."""

from datetime import datetime
from pathlib import Path


def forget(visitor: str, project: Path) -> None:
    """Delete all that a visitor added, and all that was read from it."""
    from app.documents import library

    library.forget(visitor, project)


def forget_before(moment: datetime, project: Path) -> int:
    """Delete what visitors added before, and return how many files that were."""
    from app.documents import library

    return library.forget_before(moment, project)
