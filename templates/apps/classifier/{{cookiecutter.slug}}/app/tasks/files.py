"""Stops the files that are being labelled when the server ends; what is done of them is kept."""

import asyncio

from fastapi import FastAPI

from app.faults import OwnerFault


async def start(app: FastAPI) -> None:
    try:
        await asyncio.to_thread(note_interrupted, app)
        await asyncio.Event().wait()
    except OwnerFault:  # of the store, which its own task tells
        pass
    finally:
        if runs := getattr(app.state, "runs", None):
            await asyncio.to_thread(runs.stop_all)


def note_interrupted(app: FastAPI) -> None:
    from app.files.shelf import Shelf

    Shelf(app.state.project).interrupted()
