"""Keeps the replies that are being written, and finds those whose server is gone."""

from fastapi import FastAPI

from app.conversation.replies import Replies


async def start(app: FastAPI) -> None:
    app.state.replies = Replies(app.state.product)
    await app.state.replies.run()
