"""Keeps the replies that are being written, and finds those whose server is gone."""

import asyncio
import importlib

from fastapi import FastAPI

from app.conversation.requests import replies_of


async def start(app: FastAPI) -> None:
    await asyncio.to_thread(importlib.import_module, "app.conversation.replies")
    await replies_of(app).run()
