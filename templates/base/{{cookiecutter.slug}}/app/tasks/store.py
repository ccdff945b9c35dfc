"""Holds the store open while the server runs: SQLAlchemy and the migrations take more than half a second."""

import asyncio
import logging

from fastapi import FastAPI

from app.faults import OwnerFault

log = logging.getLogger("app")


async def start(app: FastAPI) -> None:
    """Open the store, and close it with the server; one that cannot be used stops only what needs it."""
    try:
        await asyncio.to_thread(open_store)
        await asyncio.Event().wait()
    except OwnerFault as fault:
        log.error("%s", fault)
    finally:
        await asyncio.to_thread(close_store)  # so that all it holds stands in its one file


def open_store() -> None:
    from app import db

    db.engine()


def close_store() -> None:
    from app import db

    db.close()
