"""Deletes conversations that are older than RETENTION_DAYS, at start and every day."""

import asyncio
import logging

from fastapi import FastAPI
from pydantic import Field

from app.settings import EnvSettings

DAY = 24 * 60 * 60

log = logging.getLogger("app")


class ConversationSettings(EnvSettings):
    """What becomes of conversations in time."""

    retention_days: int = Field(0, ge=0, description="days after which a conversation is deleted; 0 keeps them all")


async def start(_: FastAPI) -> None:
    while days := ConversationSettings().retention_days:
        if deleted := await asyncio.to_thread(delete_older, days):
            log.info("%d conversations were older than %d days and are deleted", deleted, days)
        await asyncio.sleep(DAY)


def delete_older(days: int) -> int:
    from datetime import timedelta

    from app.conversation import store
    from app.conversation.tables import now

    return store.forget_before(now() - timedelta(days=days))
