"""Keeps what the app was asked to label, unless its owner wants none of it kept."""

import asyncio
import logging
from collections.abc import Sequence

from app.faults import OwnerFault
from app.result import Result
from app.results.settings import KeepSettings

log = logging.getLogger("app")


async def keep(found: Sequence[tuple[str, Result]]) -> None:
    """Keep texts with their results; where the store fails, whoever asked gets their labels all the same."""
    if found and KeepSettings().classify_keep_days:
        try:
            await asyncio.to_thread(enter, found)
        except (OwnerFault, TimeoutError) as fault:
            log.error("A result was not kept: %s", fault)


def enter(found: Sequence[tuple[str, Result]]) -> None:
    from app import db  # SQLAlchemy takes half a second to load: in this thread
    from app.results import store

    with db.write() as connection:
        store.add(connection, [store.labelled(text, result) for text, result in found])
