"""Deletes what is kept of visitors and older than RETENTION_DAYS, at start and every day."""

import asyncio
import logging
from pathlib import Path

from fastapi import FastAPI

from app import keeping
from app.conversation.settings import ConversationSettings
from app.discovery import exported

DAY = 24 * 60 * 60

log = logging.getLogger("app")


async def start(app: FastAPI) -> None:
    while days := ConversationSettings().retention_days:
        if deleted := await asyncio.to_thread(delete_older, days, app.state.project):
            log.info("%d conversations or files were older than %d days and are deleted", deleted, days)
        await asyncio.sleep(DAY)


def delete_older(days: int, project: Path) -> int:
    from datetime import timedelta

    from app.conversation.tables import now

    moment = now() - timedelta(days=days)
    return sum(forget_before(moment, project) for forget_before in exported(keeping, "forget_before"))
