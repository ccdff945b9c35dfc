"""Keeps the replies that are being written, and finds those whose server is gone."""

from fastapi import FastAPI

from app.conversation.requests import loaded


async def start(app: FastAPI) -> None:
    await (await loaded(app)).run()
