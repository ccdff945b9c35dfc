"""Hears from other servers which replies are to stop."""

from fastapi import FastAPI

from app.conversation.requests import loaded


async def start(app: FastAPI) -> None:
    await (await loaded(app)).hear()
