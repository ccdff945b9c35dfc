"""Loads what the first call to a model would wait for; without a model, looks for one on this machine."""

import asyncio

from fastapi import FastAPI

from app import llm
from app.llm import client, servers


async def start(app: FastAPI) -> None:
    if llm.answerer():
        await asyncio.to_thread(load)
    else:
        app.state.model_servers = await servers.found()


def load() -> None:
    """Load the SDK, which takes a third of a second, and the certificates."""
    import openai  # noqa: F401

    client.trust()
