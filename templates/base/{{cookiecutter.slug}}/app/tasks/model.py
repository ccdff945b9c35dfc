"""Loads the model's SDK before anyone asks, which takes a third of a second; without a model, looks for one here."""

import asyncio
import importlib

from fastapi import FastAPI

from app import llm
from app.llm import servers


async def start(app: FastAPI) -> None:
    if llm.answerer():
        await asyncio.to_thread(importlib.import_module, "openai")
    else:
        app.state.model_servers = await servers.found()
