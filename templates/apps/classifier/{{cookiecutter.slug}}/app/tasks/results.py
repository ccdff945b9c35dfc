"""Deletes what was labelled more than CLASSIFY_KEEP_DAYS ago, at start and every day."""

import asyncio
import logging
from contextlib import suppress

from fastapi import FastAPI

from app.faults import OwnerFault
from app.results.settings import KeepSettings

DAY = 24 * 60 * 60

log = logging.getLogger("app")


async def start(app: FastAPI) -> None:
    while True:
        with suppress(OwnerFault):  # of the store, which its own task tells
            if deleted := await asyncio.to_thread(delete_older, KeepSettings().classify_keep_days):
                log.info("%d labelled texts were older than CLASSIFY_KEEP_DAYS and are deleted", deleted)
        await asyncio.sleep(DAY)


def delete_older(days: int) -> int:
    from datetime import UTC, datetime, timedelta

    from app import db
    from app.results import store

    with db.write() as connection:
        return store.forget_before(connection, datetime.now(UTC).replace(tzinfo=None) - timedelta(days=days))
