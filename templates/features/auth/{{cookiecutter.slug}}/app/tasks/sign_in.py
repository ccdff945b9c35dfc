"""Loads what the first person to sign in would wait for."""

import asyncio

from fastapi import FastAPI


async def start(app: FastAPI) -> None:
    if app.state.sign_in:
        await asyncio.to_thread(load)


def load() -> None:
    """Load authlib, which takes a third of a second, and the certificates."""
    import authlib.integrations.starlette_client  # noqa: F401

    from app.llm import client

    client.trust()
