"""Writes events as server-sent events; tokens that come close together share one."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

from fastapi.sse import format_sse_event

Named = tuple[str, dict[str, Any]]  # an event's name and its fields

WINDOW = 0.03  # seconds; finer steps than this cost packets and nobody sees them


def encode(name: str, fields: dict[str, Any]) -> bytes:
    return format_sse_event(event=name, data_str=json.dumps(fields, ensure_ascii=False))


async def encoded(events: AsyncIterator[Named]) -> AsyncIterator[bytes]:
    """Yield what has come, at once at first and then at most once a window; closing it closes `events`."""
    waiting: list[Named] = []
    arrived, finished = asyncio.Event(), asyncio.Event()

    async def collect() -> None:
        try:
            async for event in events:
                append(waiting, event)
                arrived.set()
        finally:
            finished.set()
            arrived.set()

    reader = asyncio.create_task(collect())
    try:
        while not finished.is_set() or waiting:
            await arrived.wait()
            arrived.clear()
            chunk, waiting[:] = b"".join(encode(*event) for event in waiting), []
            if chunk:
                yield chunk
            await pause(finished)
        await reader
    finally:
        reader.cancel()
        await asyncio.gather(reader, return_exceptions=True)


def append(waiting: list[Named], event: Named) -> None:
    """Add the event, or its text to the one before where both are text."""
    if waiting and waiting[-1][0] == event[0] == "delta":
        waiting[-1] = ("delta", {"text": waiting[-1][1]["text"] + event[1]["text"]})
    else:
        waiting.append(event)


async def pause(finished: asyncio.Event) -> None:
    """Wait one window, or less where the end comes."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(finished.wait(), WINDOW)
