"""Opens the store before anyone needs it: SQLAlchemy and the migrations take more than half a second."""

import asyncio
import logging

from fastapi import FastAPI

from app.faults import OwnerFault

log = logging.getLogger("app")


async def start(app: FastAPI) -> None:
    """Leave the fault of a store that cannot be used in the log; the app serves what needs none."""
    try:
        await asyncio.to_thread(open_store)
    except OwnerFault as fault:
        log.error("%s", fault)


def open_store() -> None:
    from app import db

    db.engine()
