"""Conversations, which a visitor may have forgotten."""

from datetime import datetime
from pathlib import Path


def forget(visitor: str, _: Path) -> None:
    """Delete all that a visitor said and was told."""
    from app.conversation.store import Own

    Own(visitor).forget()


def forget_before(moment: datetime, _: Path) -> int:
    """Delete what nobody went on with since, and return how many that were."""
    from app.conversation.store import forget_before

    return forget_before(moment)
