"""Works on the documents beside the server."""

import asyncio
import importlib

from fastapi import FastAPI


async def start(app: FastAPI) -> None:
    background = await asyncio.to_thread(importlib.import_module, "app.documents.background")
    await background.go_on(app.state.project)
