"""Reads and embeds the FAQ before anyone asks."""

import asyncio

from fastapi import FastAPI

from app.faq import open_faq


async def start(app: FastAPI) -> None:
    faq = open_faq(app.state.project)
    app.state.files.append(faq)
    await asyncio.to_thread(lambda: faq.get().warm())
