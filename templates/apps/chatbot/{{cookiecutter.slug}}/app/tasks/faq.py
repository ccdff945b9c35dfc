"""Reads and embeds the FAQ before anyone asks."""

import asyncio

from fastapi import FastAPI

from app import llm
from app.faq import open_faq


async def start(app: FastAPI) -> None:
    faq = open_faq(app.state.project)
    app.state.files.append(faq)
    entries = await asyncio.to_thread(faq.get)
    if not llm.answerer():  # a model is told the words, and nothing is looked for in them
        await asyncio.to_thread(entries.warm)
