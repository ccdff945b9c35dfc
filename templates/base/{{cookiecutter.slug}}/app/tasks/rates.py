"""Ends, with the server, the connections by which requests are counted."""

import asyncio

from fastapi import FastAPI


async def start(app: FastAPI) -> None:
    try:
        await asyncio.Event().wait()
    finally:
        await app.state.limiter.close()
