"""Loads the model's SDK before anyone asks, where a model is configured: it takes a third of a second."""

import asyncio
import importlib

from fastapi import FastAPI

from app import llm


async def start(app: FastAPI) -> None:
    if llm.answerer():
        await asyncio.to_thread(importlib.import_module, "openai")
