"""Ends work whose asker has gone away: a server goes on with a request that nobody waits for."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from fastapi import Request

T = TypeVar("T")


async def while_present(request: Request, work: Coroutine[Any, Any, T]) -> T | None:
    """Return what the work does; where the connection closes before that, cancel it and return None.

    The request's body must have been read: what comes after it is that the asker left.
    """
    task, leaving = asyncio.ensure_future(work), asyncio.ensure_future(left(request))
    try:
        await asyncio.wait({task, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return await task if task.done() else None
    finally:
        leaving.cancel()
        task.cancel()


async def left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
