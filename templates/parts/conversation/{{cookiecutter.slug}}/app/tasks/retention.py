"""Deletes what is kept of visitors and older than RETENTION_DAYS, at start and every day."""

import asyncio
import logging
from pathlib import Path

from fastapi import FastAPI
from pydantic import Field

from app import keeping
from app.discovery import exported
from app.settings import EnvSettings

DAY = 24 * 60 * 60

log = logging.getLogger("app")


class RetentionSettings(EnvSettings):
    """What becomes in time of what is kept of visitors."""

    retention_days: int = Field(
        0, ge=0, description="days after which what a visitor said, or added, is deleted; 0 keeps it all"
    )


async def start(app: FastAPI) -> None:
    while days := RetentionSettings().retention_days:
        if deleted := await asyncio.to_thread(delete_older, days, app.state.project):
            log.info("%d conversations or files were older than %d days and are deleted", deleted, days)
        await asyncio.sleep(DAY)


def delete_older(days: int, project: Path) -> int:
    from datetime import timedelta

    from app.conversation.tables import now

    moment = now() - timedelta(days=days)
    return sum(forget_before(moment, project) for forget_before in exported(keeping, "forget_before"))
